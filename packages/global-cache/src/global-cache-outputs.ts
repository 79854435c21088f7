import type { CacheRole } from './cache-roles';

/** How the services of one region reach its member; the same struct for every role. */
export interface GlobalCacheOutputs {
  /** Role of the member at creation. */
  readonly role: Exclude<CacheRole, 'none'>;
  /** Region of the member. */
  readonly region: string;
  /** Region whose member took writes when the Global Datastore was created; a promotion changes it on AWS only. */
  readonly primaryRegion: string;
  /**
   * Endpoint of the member's primary node, TLS only. While the member is a secondary it answers reads, and writes with
   * `READONLY`; once promoted it takes writes under the same address.
   */
  readonly primaryEndpointAddress: string;
  /** Endpoint that spreads reads over the member's replicas, TLS only. */
  readonly readerEndpointAddress: string;
  readonly port: number;
  /** Also the host name that a client signs its IAM authentication token for. */
  readonly replicationGroupId: string;
  readonly replicationGroupArn: string;
  readonly globalReplicationGroupId: string;
  /** User id and user name, one and the same. */
  readonly userId: string;
  readonly userArn: string;
  readonly securityGroupId: string;
  readonly keyArn: string;
}

/** ARN of a replication group; with the user's, a resource of the client's `elasticache:Connect` statement. */
export function replicationGroupArn(region: string, account: string, replicationGroupId: string): string {
  return `arn:aws:elasticache:${region}:${account}:replicationgroup:${replicationGroupId}`;
}

/** ARN of an ElastiCache user. */
export function cacheUserArn(region: string, account: string, userId: string): string {
  return `arn:aws:elasticache:${region}:${account}:user:${userId}`;
}
