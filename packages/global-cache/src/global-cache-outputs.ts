import type { CacheRole } from './cache-roles';

/** How the services of one region reach the cache; the same struct for every role. */
export interface GlobalCacheOutputs {
  /** Role of `region` at creation; `none` where the endpoints are those of another region's member. */
  readonly role: CacheRole;
  /** Region whose services these outputs are for. */
  readonly region: string;
  /** Region of the member that the endpoints, ids and ARNs below belong to: `region` itself, or the nearest member's. */
  readonly memberRegion: string;
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

/**
 * Outputs for a region without a member: the nearest member's, marked as such. Makes no resource. The stack of such a
 * region publishes them as its own, so that its services read no state of another region.
 *
 * The endpoints are private addresses of `member.memberRegion`: they answer only over a route between the two VPCs
 * (peering or a transit gateway) and to a member whose `clientCidrs` hold the CIDRs of `region`.
 *
 * @param region the region without a member
 * @param member outputs of the nearest member
 */
export function remoteCacheOutputs(region: string, member: GlobalCacheOutputs): GlobalCacheOutputs {
  return { ...member, role: 'none', region };
}
