import { refuse } from '@active-active/construct-kit';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { GlobalTableOutputs, GlobalTableProps } from './global-table-props';
import { ReplicaKey } from './replica-key';
import { consistencyProblems } from './strong-consistency-rules';
import { tableReplicaArn } from './table-arn';
import { TableAutoscaling } from './table-autoscaling';
import { tableProblems } from './table-rules';
import { attributeDefinitions, type IndexProjection } from './table-schema';

/**
 * The main table of a DynamoDB global table (version 2019.11.21): key, streams, point-in-time recovery, deletion
 * protection, and in provisioned mode autoscaling. The other regions' replicas are {@link GlobalTableReplica}s, one in
 * each region's own stack, which must depend on this one's.
 *
 * Reading a table that has replicas asks each replica's region for its recovery settings: while one of them is dark, the
 * stack of this construct cannot be planned with refresh. Keep other resources out of it.
 *
 * @throws ConstructError with every problem of the props
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html
 */
export class GlobalTable<R extends string> extends Construct {
  readonly outputs: GlobalTableOutputs<R>;

  constructor(scope: Construct, id: string, props: GlobalTableProps<R>) {
    super(scope, id);
    refuse(this, [...tableProblems(props), ...consistencyProblems(props)]);

    const key = new ReplicaKey(this, 'encryption', {
      name: props.name,
      tableName: props.tableName,
      account: props.account,
      deletionWindowInDays: props.keyDeletionWindowInDays,
    });
    const table = this.table(props, key);
    if (props.billing?.mode === 'provisioned') {
      new TableAutoscaling(this, 'autoscaling', {
        tableName: table.name,
        billing: props.billing,
        indexes: props.globalSecondaryIndexes ?? [],
      });
    }

    const regions = [props.region, ...props.replicaRegions];
    this.outputs = {
      tableName: props.tableName,
      tableArn: table.arn,
      replicaArns: Object.fromEntries(
        regions.map((region) => [region, tableReplicaArn(props.account, region, props.tableName)]),
      ) as Record<R, string>,
      keyArn: key.arn,
      streamArn: table.streamArn,
      globalTableVersion: '2019.11.21',
    };
  }

  private table(props: GlobalTableProps<R>, key: ReplicaKey): DynamodbTable {
    const provisioned = props.billing?.mode === 'provisioned' ? props.billing : undefined;
    const globalIndexes = props.globalSecondaryIndexes ?? [];
    return new DynamodbTable(this, 'table', {
      name: props.tableName,
      billingMode: provisioned ? 'PROVISIONED' : 'PAY_PER_REQUEST',
      ...(provisioned && { readCapacity: provisioned.read.min, writeCapacity: provisioned.write.min }),
      hashKey: props.partitionKey.name,
      rangeKey: props.sortKey?.name,
      attribute: attributeDefinitions(props),
      globalSecondaryIndex: globalIndexes.map((index) => ({
        name: index.name,
        hashKey: index.partitionKey.name,
        rangeKey: index.sortKey?.name,
        ...projection(index),
        ...(provisioned && {
          readCapacity: (index.read ?? provisioned.read).min,
          writeCapacity: (index.write ?? provisioned.write).min,
        }),
      })),
      localSecondaryIndex: (props.localSecondaryIndexes ?? []).map((index) => ({
        name: index.name,
        rangeKey: index.sortKey.name,
        ...projection(index),
      })),
      ...(props.timeToLiveAttribute !== undefined && {
        ttl: { enabled: true, attributeName: props.timeToLiveAttribute },
      }),
      // Replication reads the stream, and needs both images.
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: props.recoveryPeriodInDays ?? 35 },
      deletionProtectionEnabled: props.deletionProtection ?? true,
      lifecycle: {
        ignoreChanges: [
          // The replicas belong to other stacks; without this the next apply would delete them.
          'replica',
          // Autoscaling owns the capacities from the first apply on.
          ...(provisioned ? ['read_capacity', 'write_capacity'] : []),
          ...(provisioned && globalIndexes.length > 0 && !props.applyIndexChanges ? ['global_secondary_index'] : []),
        ],
      },
    });
  }
}

function projection(index: IndexProjection): { projectionType: string; nonKeyAttributes?: string[] } {
  return {
    projectionType: index.projection ?? 'ALL',
    ...(index.nonKeyAttributes && { nonKeyAttributes: [...index.nonKeyAttributes] }),
  };
}
