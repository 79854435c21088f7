import type { ItemKey } from '@active-active/write-conflict';
import { paginateQuery, paginateScan, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { customerPartition } from './order';

const AT_HOME = {
  names: { '#homeRegion': 'homeRegion', '#pk': 'pk', '#sk': 'sk' },
  filter: '#homeRegion = :homeRegion',
  projection: '#pk, #sk',
} as const;

export interface AtHomeOptions {
  /** Client of the region. */
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly homeRegion: string;
  /** @default - all customers' */
  readonly customerId?: string;
}

/**
 * Keys of the orders whose home is a region, read there. All customers' by a scan of the whole table; one customer's by
 * the index, which may miss an order of a moment ago.
 */
export async function* ordersAtHome(options: AtHomeOptions): AsyncGenerator<ItemKey, void> {
  const pages = options.customerId === undefined ? scan(options) : query(options, options.customerId);
  for await (const { Items = [] } of pages) {
    for (const { pk, sk } of Items as ItemKey[]) yield { pk, sk };
  }
}

function scan({ client, tableName, homeRegion }: AtHomeOptions) {
  return paginateScan(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      FilterExpression: `${AT_HOME.filter} AND #sk = :sk`,
      ProjectionExpression: AT_HOME.projection,
      ExpressionAttributeNames: AT_HOME.names,
      ExpressionAttributeValues: { ':homeRegion': homeRegion, ':sk': 'ORDER' },
    },
  );
}

function query({ client, tableName, homeRegion }: AtHomeOptions, customerId: string) {
  return paginateQuery(
    { client },
    {
      TableName: tableName,
      IndexName: 'gsi1',
      KeyConditionExpression: '#partition = :partition',
      FilterExpression: AT_HOME.filter,
      ProjectionExpression: AT_HOME.projection,
      ExpressionAttributeNames: { ...AT_HOME.names, '#partition': 'gsi1pk' },
      ExpressionAttributeValues: { ':homeRegion': homeRegion, ':partition': customerPartition(customerId) },
    },
  );
}
