import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDbReplica, type ItemKey, type StoredItem } from '@active-active/write-conflict';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type TableDescription,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { LabCloud } from './lab-cloud';

export type Consistency = 'EVENTUAL' | 'STRONG';

const SORT_KEY = 'ITEM';
const POLL_MILLISECONDS = 25;
const DEADLINE_MILLISECONDS = 30_000;

/** Key of an item of the lab. */
export function itemKey(name: string): ItemKey {
  return { pk: name, sk: SORT_KEY };
}

/** A table with a replica in each of two regions, and a strongly consistent one with a witness in a third. */
export class LabTable {
  constructor(
    private readonly cloud: LabCloud,
    readonly name: string,
    private readonly regions: readonly [string, string],
    private readonly witness: string | undefined,
  ) {}

  replica(region: string): DynamoDbReplica {
    return new DynamoDbReplica({ client: this.documents(region), tableName: this.name, region });
  }

  documents(region: string): DynamoDBDocumentClient {
    return this.cloud.documents(region);
  }

  async create(): Promise<void> {
    const [first, second] = this.regions;
    await createRegionalTable(this.cloud, this.name, first);
    await this.update({
      ReplicaUpdates: [{ Create: { RegionName: second } }],
      ...(this.witness !== undefined && {
        MultiRegionConsistency: 'STRONG',
        GlobalTableWitnessUpdates: [{ Create: { RegionName: this.witness } }],
      }),
    });
    await this.until(({ Replicas = [] }) => Replicas.some(({ ReplicaStatus }) => ReplicaStatus === 'ACTIVE'));
  }

  async delete(): Promise<void> {
    const [first, second] = this.regions;
    await this.update({
      ReplicaUpdates: [{ Delete: { RegionName: second } }],
      ...(this.witness !== undefined && {
        GlobalTableWitnessUpdates: [{ Delete: { RegionName: this.witness } }],
      }),
    });
    await this.until(({ Replicas = [] }) => Replicas.length === 0);
    await deleteRegionalTable(this.cloud, this.name, first);
  }

  /** All items of a region's replica. */
  async items(region: string): Promise<readonly StoredItem[]> {
    const found: StoredItem[] = [];
    const pages = paginateScan({ client: this.documents(region) }, { TableName: this.name, ConsistentRead: true });
    for await (const { Items = [] } of pages) found.push(...(Items as StoredItem[]));
    return found;
  }

  /** The epochs that each item went through in a region, from the stream of its replica. */
  async epochs(region: string): Promise<ReadonlyMap<string, readonly number[]>> {
    const epochs = new Map<string, number[]>();
    const streams = this.cloud.streams(region);
    try {
      const { LatestStreamArn: StreamArn } = await this.describe(region);
      const { StreamDescription } = await streams.describeStream({ StreamArn });
      for (const { ShardId } of StreamDescription?.Shards ?? []) {
        let { ShardIterator } = await streams.getShardIterator({
          StreamArn,
          ShardId,
          ShardIteratorType: 'TRIM_HORIZON',
        });
        while (ShardIterator !== undefined) {
          const { Records = [], NextShardIterator } = await streams.getRecords({ ShardIterator });
          for (const { dynamodb } of Records) {
            const { pk, sk, epoch } = dynamodb?.NewImage ?? {};
            if (epoch?.N !== undefined) push(epochs, `${pk?.S}/${sk?.S}`, Number(epoch.N));
          }
          ShardIterator = Records.length === 0 ? undefined : NextShardIterator;
        }
      }
      return epochs;
    } finally {
      streams.destroy();
    }
  }

  private async update(changes: Omit<UpdateTableCommandInput, 'TableName'>): Promise<void> {
    await this.cloud.client(this.regions[0]).send(new UpdateTableCommand({ TableName: this.name, ...changes }));
  }

  private async describe(region: string): Promise<TableDescription> {
    const { Table } = await this.cloud.client(region).send(new DescribeTableCommand({ TableName: this.name }));
    return Table as TableDescription;
  }

  private async until(isSo: (table: TableDescription) => boolean): Promise<void> {
    const deadline = performance.now() + DEADLINE_MILLISECONDS;
    while (!isSo(await this.describe(this.regions[0]))) {
      if (performance.now() > deadline) throw new Error(`table ${this.name} did not settle in time`);
      await wait(POLL_MILLISECONDS);
    }
  }
}

/** A table without replicas, such as one that keeps leases. */
export async function createRegionalTable(cloud: LabCloud, name: string, region: string): Promise<void> {
  const attributes: AttributeDefinition[] = [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ];
  await cloud.client(region).send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
}

export async function deleteRegionalTable(cloud: LabCloud, name: string, region: string): Promise<void> {
  await cloud.client(region).send(new DeleteTableCommand({ TableName: name }));
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
