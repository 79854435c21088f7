import { refuse } from '@active-active/construct-kit';
import { DynamodbTableReplicaA } from '@cdktf/provider-aws/lib/dynamodb-table-replica';
import { Construct } from 'constructs';
import { ReplicaKey } from './replica-key';
import { identityProblems } from './replica-rules';
import { tableReplicaArn } from './table-arn';

export interface GlobalTableReplicaProps {
  /** Prefix of the key's alias, with environment and region key: `production-euw1`. Letters, digits, `/`, `_`, `-`. */
  readonly name: string;
  /** Name of the global table, the same as the main table's. */
  readonly tableName: string;
  /** Account that owns the table, 12 digits. */
  readonly account: string;
  /** Region of this replica: the stack's own. */
  readonly region: string;
  /** Region of the main table. */
  readonly mainRegion: string;
  /**
   * Keeps the replica from being deleted. `false` gives up that guard, for environments that come and go.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Minutes that creating the replica may take: DynamoDB copies every item before it is ready, hours for a large table.
   * Other replicas that are being created meanwhile are waited for as well. At least 30.
   * @default 120
   */
  readonly creationTimeoutInMinutes?: number;
  /**
   * Days between the deletion of the key and its loss, 7 to 30.
   * @default 30
   */
  readonly keyDeletionWindowInDays?: number;
}

export interface GlobalTableReplicaOutputs {
  /** Name of the table in every region. */
  readonly tableName: string;
  /** ARN of this region's replica. */
  readonly replicaArn: string;
  /** ARN of this region's key, which the region's own workloads need beside the replica's ARN. */
  readonly keyArn: string;
}

/**
 * One region's replica of a {@link GlobalTable}: its own key, point-in-time recovery and deletion protection. It belongs
 * in that region's own stack, and that stack must depend on the main table's: in provisioned mode DynamoDB refuses a
 * replica before autoscaling is there. Keys, indexes, time to live and capacity come from the main table.
 *
 * Terraform asks this region and the main one, so the stack can be planned while any third region is dark.
 *
 * @throws ConstructError with every problem of the props
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class GlobalTableReplica extends Construct {
  readonly outputs: GlobalTableReplicaOutputs;

  constructor(scope: Construct, id: string, props: GlobalTableReplicaProps) {
    super(scope, id);
    const { name, tableName, account, region, mainRegion, creationTimeoutInMinutes = 120 } = props;
    refuse(this, [
      ...identityProblems(props),
      region === mainRegion &&
        `region must differ from mainRegion, got '${region}' for both; the main table is that region's replica already`,
      creationTimeoutInMinutes < 30 &&
        `creationTimeoutInMinutes must be 30 or more, got ${creationTimeoutInMinutes}; leave it out for 120`,
    ]);

    const key = new ReplicaKey(this, 'encryption', {
      name,
      tableName,
      account,
      deletionWindowInDays: props.keyDeletionWindowInDays,
    });
    const replica = new DynamodbTableReplicaA(this, 'replica', {
      globalTableArn: tableReplicaArn(account, mainRegion, tableName),
      kmsKeyArn: key.arn,
      pointInTimeRecovery: true,
      deletionProtectionEnabled: props.deletionProtection ?? true,
      timeouts: { create: `${creationTimeoutInMinutes}m` },
    });
    this.outputs = { tableName, replicaArn: replica.arn, keyArn: key.arn };
  }
}
