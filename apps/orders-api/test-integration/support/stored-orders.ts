import type { Instance } from '@active-active/local-cloud';
import type { StoredItem } from '@active-active/write-conflict';
import { DynamoDBDocument, paginateScan } from '@aws-sdk/lib-dynamodb';
import { dynamodbIn } from './global-table';
import { TABLE_NAME } from './orders-cloud';

/** The orders of a region's replica, by id. */
export async function storedOrders(instance: Instance, region: string): Promise<Map<string, StoredItem>> {
  const client = dynamodbIn(instance, region);
  const items = new Map<string, StoredItem>();
  const pages = paginateScan(
    { client: DynamoDBDocument.from(client) },
    { TableName: TABLE_NAME, ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items as StoredItem[]) if (item.sk === 'ORDER') items.set(String(item['orderId']), item);
  }
  client.destroy();
  return items;
}
