import type { GlobalSecondaryIndex, KeyAttribute, LocalSecondaryIndex, TableBilling } from './table-schema';

export interface GlobalTableProps<R extends string> {
  /** Prefix of the key's alias, with environment and region key: `production-use1`. Letters, digits, `/`, `_`, `-`. */
  readonly name: string;
  /** Name of the table in every region, 3 to 255 of letters, digits, `_`, `-` and `.`. */
  readonly tableName: string;
  /** Account that owns the table, 12 digits. */
  readonly account: string;
  /** Main region: the stack's own. Its replica is this table; the control plane of all replicas is reached through it. */
  readonly region: R;
  /** All the other regions, each with a {@link GlobalTableReplica} in its own stack. At least one. */
  readonly replicaRegions: readonly R[];
  /** Changing it replaces the table. */
  readonly partitionKey: KeyAttribute;
  /**
   * Changing it replaces the table.
   * @default - items are found by partition key alone
   */
  readonly sortKey?: KeyAttribute;
  /**
   * At most 20.
   * @default - none
   */
  readonly globalSecondaryIndexes?: readonly GlobalSecondaryIndex[];
  /**
   * At most 5; changing them replaces the table.
   * @default - none
   */
  readonly localSecondaryIndexes?: readonly LocalSecondaryIndex[];
  /**
   * Attribute with the time, in seconds since 1970, after which DynamoDB deletes an item. The deletes replicate, and
   * each replica pays for them as writes.
   * @default - items stay until they are deleted
   */
  readonly timeToLiveAttribute?: string;
  /** @default - on-demand */
  readonly billing?: TableBilling;
  /**
   * Lets Terraform change the indexes of a provisioned table. Autoscaling owns the capacity of an index, and Terraform
   * can ignore that only together with the whole index; so an index that is added or removed reaches DynamoDB only in an
   * apply with this set. Without it the plan fails for an index with a new key attribute, and passes over one without.
   * The apply puts every index back to its minimum capacity: choose a quiet time.
   * @default false
   */
  readonly applyIndexChanges?: boolean;
  /**
   * `eventual`: the last writer of an item wins, and a condition is evaluated against the local replica only. `strong`
   * (MRSC) is validated, then refused: the provider in use has no support for it.
   * @default 'eventual'
   */
  readonly consistency?: 'eventual' | 'strong';
  /**
   * Region that takes part in the quorum of a strongly consistent table without a replica.
   * @default - none
   */
  readonly witnessRegion?: string;
  /**
   * Keeps the table from being deleted. `false` gives up that guard, for environments that come and go.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Days that point-in-time recovery of the main table reaches back, 1 to 35. Replicas keep 35.
   * @default 35
   */
  readonly recoveryPeriodInDays?: number;
  /**
   * Days between the deletion of the key and its loss, 7 to 30.
   * @default 30
   */
  readonly keyDeletionWindowInDays?: number;
}

export interface GlobalTableOutputs<R extends string> {
  /** Name of the table in every region. */
  readonly tableName: string;
  /** ARN of the main table. */
  readonly tableArn: string;
  /** ARN of each region's replica, the main table's too; computed, so that no stack reads another for it. */
  readonly replicaArns: Readonly<Record<R, string>>;
  /** ARN of the main table's key. A replica's key is an output of its own construct. */
  readonly keyArn: string;
  /** ARN of the main table's stream of new and old images; each replica has its own. */
  readonly streamArn: string;
  /** Version of global tables: the current one, not the legacy 2017.11.29 that `CreateGlobalTable` makes. */
  readonly globalTableVersion: '2019.11.21';
}
