import { type Instance, ItemReplication, LocalCloudClient, clientEnvironment } from '@active-active/local-cloud';
import { DynamoDB, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import { eventually } from './eventually';

/** A client of a region, as any user of the local cloud has it. */
export function dynamodbIn(instance: Instance, region: string): DynamoDB {
  const environment = clientEnvironment(instance, region);
  return new DynamoDB({
    region,
    endpoint: instance.endpoint,
    credentials: { accessKeyId: environment['AWS_ACCESS_KEY_ID']!, secretAccessKey: 'local' },
  });
}

/** The table of the stack `global-table`, and the item of the stack `home-regions`. */
export class GlobalTable {
  readonly replication: ItemReplication;

  constructor(
    private readonly instance: Instance,
    readonly name: string,
    private readonly regions: readonly string[],
  ) {
    this.replication = new ItemReplication(new LocalCloudClient(instance.endpoint));
  }

  async create(): Promise<void> {
    const [main, ...others] = this.regions;
    const client = dynamodbIn(this.instance, main!);
    await client.createTable({
      TableName: this.name,
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: this.name });
    for (const RegionName of others) {
      await client.updateTable({ TableName: this.name, ReplicaUpdates: [{ Create: { RegionName } }] });
      await eventually(async () => {
        const { Table } = await client.describeTable({ TableName: this.name });
        const replica = Table?.Replicas?.find((each) => each.RegionName === RegionName);
        return Table?.TableStatus === 'ACTIVE' && replica?.ReplicaStatus === 'ACTIVE';
      }, `the replica in ${RegionName} becomes active`);
    }
    client.destroy();
  }

  /** All of the same weight. */
  async placeIn(regions: readonly string[]): Promise<void> {
    const client = dynamodbIn(this.instance, this.regions[0]!);
    await DynamoDBDocument.from(client).put({
      TableName: this.name,
      Item: { pk: 'CONFIG', sk: 'home-regions', regions: regions.map((region) => ({ region, weight: 1 })) },
    });
    client.destroy();
    await this.replication.quiesce();
  }
}
