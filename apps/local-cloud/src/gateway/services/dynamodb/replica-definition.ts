import type { Replica } from './global-tables';
import type { ItemStores } from './item-stores';
import type { Index, TableDescription, TableScope } from './model';

export interface ReplicaDefinition {
  /** For CreateTable. */
  readonly definition: object;
  /** For UpdateTimeToLive. */
  readonly timeToLive?: object;
}

/**
 * What replicas share: keys, indexes, capacity mode, stream, time to live. Key, class, protection, recovery and tags are
 * each replica's own.
 */
export async function replicaDefinition(
  stores: ItemStores,
  source: TableScope,
  name: string,
  replica: Replica,
): Promise<ReplicaDefinition> {
  const { Table } = await stores.call<{ Table: TableDescription }>(source, 'DescribeTable', { TableName: name });
  const { TimeToLiveDescription: ttl } = await stores.call<{
    TimeToLiveDescription: { TimeToLiveStatus: string; AttributeName?: string };
  }>(source, 'DescribeTimeToLive', { TableName: name });
  const isProvisioned = Table.BillingModeSummary?.BillingMode !== 'PAY_PER_REQUEST';
  const index = ({ IndexName, KeySchema, Projection, ProvisionedThroughput }: Index) => ({
    IndexName,
    KeySchema,
    Projection,
    ...(isProvisioned &&
      ProvisionedThroughput !== undefined && { ProvisionedThroughput: units(ProvisionedThroughput) }),
  });
  const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals } = Table;
  const tableClass = replica.tableClass ?? Table.TableClassSummary?.TableClass;
  const definition = {
    TableName: name,
    KeySchema: Table.KeySchema,
    AttributeDefinitions: Table.AttributeDefinitions,
    BillingMode: isProvisioned ? 'PROVISIONED' : 'PAY_PER_REQUEST',
    ...(isProvisioned && Table.ProvisionedThroughput && { ProvisionedThroughput: units(Table.ProvisionedThroughput) }),
    ...(globals?.length && { GlobalSecondaryIndexes: globals.map(index) }),
    ...(locals?.length && {
      LocalSecondaryIndexes: locals.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
    ...(Table.StreamSpecification && { StreamSpecification: Table.StreamSpecification }),
    ...(Table.OnDemandThroughput && { OnDemandThroughput: Table.OnDemandThroughput }),
    ...(tableClass !== undefined && { TableClass: tableClass }),
    ...(replica.kmsKey !== undefined && {
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: replica.kmsKey },
    }),
  };
  if (ttl.TimeToLiveStatus !== 'ENABLED') return { definition };
  return { definition, timeToLive: { Enabled: true, AttributeName: ttl.AttributeName } };
}

function units({ ReadCapacityUnits, WriteCapacityUnits }: NonNullable<Index['ProvisionedThroughput']>): object {
  return { ReadCapacityUnits, WriteCapacityUnits };
}
