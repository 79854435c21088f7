import type { CacheRole } from './cache-roles';
import type { CacheEngine } from './engine';

/** What every member of a Global Datastore is told, the primary as well as a secondary. */
export interface GlobalCacheMemberProps {
  /**
   * Id of this region's replication group, also the name of its key's alias, subnet group, security group, user and
   * user group. 1 to 40 characters: lower-case letters, digits and single hyphens, a letter first. It must differ in
   * every region, so it carries the region's key, such as `production-cache-use1`.
   */
  readonly replicationGroupId: string;
  /** Region of the stack that the construct is in. */
  readonly region: string;
  /** Account of the stack, 12 digits. */
  readonly account: string;
  readonly vpcId: string;
  /** Data subnets, one in each of at least two zones. */
  readonly subnetIds: readonly string[];
  /** Private IPv4 CIDRs that may connect: those of this region's private subnets, and of regions that lean on this member. */
  readonly clientCidrs: readonly string[];
  /**
   * Engine of the Global Datastore; a secondary inherits it and only makes its users to match.
   * @default 'valkey'
   */
  readonly engine?: CacheEngine;
  /**
   * Replicas beside the primary node, 1 to 5. A secondary keeps the number it was created with: AWS rejects a change,
   * only a replacement gives it another one.
   * @default 1
   */
  readonly replicasPerNodeGroup?: number;
  /**
   * TCP port of every node.
   * @default 6379
   */
  readonly port?: number;
  /**
   * What the user may do, in the form that ElastiCache reads back: `on <key patterns> -@all +<allowed>... -<denied>...`.
   * Another order is a change in every plan.
   * @default - all keys; reads, writes, transactions and scripts, but no command of `@dangerous` save INFO
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
   */
  readonly accessString?: string;
  /**
   * Role of each region of the environment. When given, more than one primary, more than two secondaries, or another
   * role of this region than this construct's are refused.
   * @default - not checked
   */
  readonly cacheRoles?: Readonly<Partial<Record<string, CacheRole>>>;
  /**
   * Whether Terraform refuses to destroy the replication group and, once this is lifted, a last snapshot is taken. `false`
   * gives up both: the group goes with its stack.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

export const DEFAULT_PORT = 6379;
export const DEFAULT_REPLICAS = 1;

/** Everything an application's cache needs; `@dangerous` holds KEYS, FLUSHALL, MIGRATE and the like, clients ask INFO. */
export const DEFAULT_ACCESS_STRING =
  'on ~* -@all +@read +@write +@connection +@transaction +@scripting -@dangerous +info';
