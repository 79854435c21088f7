import {
  GlobalCache,
  type GlobalCacheProps,
  GlobalCacheSecondary,
  type GlobalCacheSecondaryProps,
} from '@active-active/global-cache';
import { Template } from '@active-active/testing';

const common = {
  account: '111122223333',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
};

export const primaryProps: GlobalCacheProps = {
  ...common,
  replicationGroupId: 'production-cache-use1',
  globalReplicationGroupIdSuffix: 'production-cache',
  nodeType: 'cache.r7g.large',
  region: 'us-east-1',
  clientCidrs: ['10.10.64.0/19', '10.10.96.0/19'],
};

export const secondaryProps: GlobalCacheSecondaryProps = {
  ...common,
  replicationGroupId: 'production-cache-euw1',
  globalReplicationGroupId: 'ldgnf-production-cache',
  primaryRegion: 'us-east-1',
  primaryReplicationGroupId: 'production-cache-use1',
  region: 'eu-west-1',
  clientCidrs: ['10.20.64.0/19'],
};

export const primary = (overrides: Partial<GlobalCacheProps> = {}): Template =>
  Template.of((scope) => new GlobalCache(scope, 'cache', { ...primaryProps, ...overrides }));

export const secondary = (overrides: Partial<GlobalCacheSecondaryProps> = {}): Template =>
  Template.of((scope) => new GlobalCacheSecondary(scope, 'cache', { ...secondaryProps, ...overrides }));

/** Both constructs, for what holds of every member. */
export const members = [
  ['primary', primary],
  ['secondary', secondary],
] as const;
