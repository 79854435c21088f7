export { type CacheRole, cacheRoleProblems } from './cache-roles';
export { type CacheEngine } from './engine';
export { GlobalCache, type GlobalCacheProps } from './global-cache';
export { cacheUserArn, type GlobalCacheOutputs, replicationGroupArn } from './global-cache-outputs';
export { GlobalCacheSecondary, type GlobalCacheSecondaryProps } from './global-cache-secondary';
export { GLOBAL_DATASTORE_ID_PREFIXES, globalReplicationGroupId } from './global-datastore-id';
export { type GlobalCacheMemberProps } from './member-props';
export { nodeTypeProblem } from './node-type';
