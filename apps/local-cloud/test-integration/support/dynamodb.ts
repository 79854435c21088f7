import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient, type _Record } from '@aws-sdk/client-dynamodb-streams';
import { DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import { type Conflict, ItemReplication, LocalCloudClient } from '../../src';
import { waitFor } from '../../src/waiting';
import { TestCloud } from './cloud';

export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'] as const;
export type Region = (typeof REGIONS)[number];
export const [US, EU, AP] = REGIONS;

/** A local cloud of its own, with a client a region as any user would have. */
export class DynamoBench {
  readonly cloud = new TestCloud();
  private readonly clients = new Map<string, DynamoDBClient>();

  async up(): Promise<void> {
    await this.cloud.up();
  }

  async remove(): Promise<void> {
    for (const client of this.clients.values()) client.destroy();
    await this.cloud.remove();
  }

  get admin(): LocalCloudClient {
    return new LocalCloudClient(this.cloud.instance.endpoint);
  }

  get replication(): ItemReplication {
    return new ItemReplication(this.admin);
  }

  client(region: Region, extra: DynamoDBClientConfig = {}): DynamoDBClient {
    const key = `${region} ${JSON.stringify(extra)}`;
    const known = this.clients.get(key) ?? new DynamoDBClient({ ...this.config(region), ...extra });
    this.clients.set(key, known);
    return known;
  }

  items(region: Region, extra: DynamoDBClientConfig = {}): DynamoDBDocument {
    return DynamoDBDocument.from(this.client(region, extra));
  }

  async createTable(
    name: string,
    region: Region = US,
    extra: { sortKey?: boolean; stream?: boolean } = {},
  ): Promise<void> {
    const { sortKey = false, stream = true } = extra;
    const attributes: AttributeDefinition[] = [{ AttributeName: 'pk', AttributeType: 'S' }];
    if (sortKey) attributes.push({ AttributeName: 'sk', AttributeType: 'S' });
    await this.client(region).send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributes,
        KeySchema: attributes.map(({ AttributeName }, index) => ({
          AttributeName,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
        ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
      }),
    );
  }

  async addReplica(name: string, region: Region, through: Region = US): Promise<void> {
    await this.client(through).send(
      new UpdateTableCommand({ TableName: name, ReplicaUpdates: [{ Create: { RegionName: region } }] }),
    );
    await this.replicaIs(name, region, 'ACTIVE', through);
  }

  async replicaIs(name: string, region: Region, status: string | undefined, seenFrom: Region = US): Promise<void> {
    const reached = await waitFor(async () => {
      const { Replicas = [] } = await this.describe(name, seenFrom);
      return Replicas.find(({ RegionName }) => RegionName === region)?.ReplicaStatus === status || undefined;
    });
    if (reached === undefined) throw new Error(`the replica of ${name} in ${region} is not ${status}`);
  }

  /** A table with a replica in each of the regions; the first is the one that is made. */
  async createGlobalTable(
    name: string,
    regions: readonly Region[] = REGIONS,
    extra: { sortKey?: boolean } = {},
  ): Promise<void> {
    const [first = US, ...others] = regions;
    await this.createTable(name, first, extra);
    for (const region of others) await this.addReplica(name, region, first);
  }

  async describe(name: string, region: Region): Promise<TableDescription> {
    const { Table } = await this.client(region).send(new DescribeTableCommand({ TableName: name }));
    return Table as TableDescription;
  }

  async quiesce(): Promise<void> {
    if (!(await this.replication.quiesce())) throw new Error('replication has not come to rest');
  }

  async conflicts(table: string): Promise<Conflict[]> {
    return (await this.replication.conflicts()).filter((conflict) => conflict.table === table);
  }

  /** All records of a table's stream in one region, from its beginning. */
  async stream(name: string, region: Region): Promise<_Record[]> {
    const streams = new DynamoDBStreamsClient(this.config(region));
    try {
      const { LatestStreamArn: StreamArn } = await this.describe(name, region);
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
      const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
      let { ShardIterator } = await streams.send(
        new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      );
      const records: _Record[] = [];
      for (;;) {
        const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
        records.push(...(page.Records ?? []));
        if (page.Records?.length === 0 || page.NextShardIterator === undefined) return records;
        ShardIterator = page.NextShardIterator;
      }
    } finally {
      streams.destroy();
    }
  }

  private config(region: Region): DynamoDBClientConfig {
    const { endpoint, account } = this.cloud.instance;
    return { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'local' }, maxAttempts: 1 };
  }
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('the call succeeded');
}
