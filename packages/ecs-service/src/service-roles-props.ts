/** The table that the tasks use. Its replica's ARN is composed for the service's own region. */
export interface ServiceRolesTable {
  /** Name of the global table, the same in all regions. */
  readonly tableName: string;
  /** Alias of the KMS key that encrypts this region's replica, without its `alias/` prefix. */
  readonly keyAlias: string;
  /**
   * Lets tasks read the streams of this region's replica.
   * @default false
   */
  readonly streamAccess?: boolean;
}

/**
 * What tasks need to authenticate to the cache with IAM: the member that they use, in their own region or in the nearest
 * that has one.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export interface ServiceRolesCache {
  /** ARN of the member's replication group: `arn:aws:elasticache:<region>:<account>:replicationgroup:<id>`. */
  readonly replicationGroupArn: string;
  /** ARN of the user that tasks log in as, of the member's region: `arn:aws:elasticache:<region>:<account>:user:<id>`. */
  readonly userArn: string;
}

/** All plain strings: a value that another stack knows only after its apply is refused. */
export interface ServiceRolesProps {
  /**
   * Name of the service, the `name` of its `EcsService`, and prefix of the roles. IAM is global, so it carries the
   * environment and the region's key: `production-orders-api-use1`. Letters, digits, `_` and `-`, at most 54.
   */
  readonly name: string;
  /** Region of the service, such as `us-east-1`; not that of the roles' own stack. */
  readonly region: string;
  /** Account of the service and its roles, 12 digits. */
  readonly account: string;
  /**
   * Repositories of this account's registry in `region` that the tasks pull from: the application's, and the collector's
   * if its image is a copy there.
   */
  readonly repositoryNames: readonly string[];
  /** The `logGroupName` of the `EcsService`; the roles write to it and to the log groups below it. */
  readonly logGroupName: string;
  readonly table: ServiceRolesTable;
  /**
   * Cache member to authenticate to with IAM.
   * @default - tasks cannot authenticate to a cache with IAM
   */
  readonly cache?: ServiceRolesCache;
  /**
   * The `enableExecuteCommand` of the `EcsService`: lets tasks open a shell's channels, and log and encrypt the session.
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly enableExecuteCommand?: boolean;
}

/** Plain strings, computed from names: a stack that takes them reads nothing of the roles' stack. */
export interface ServiceRolesOutputs {
  /** The `executionRoleArn` of the `EcsService`. */
  readonly executionRoleArn: string;
  /** The `taskRoleArn` of the `EcsService`. */
  readonly taskRoleArn: string;
  readonly executionRoleName: string;
  readonly taskRoleName: string;
}
