import type { StoredItem } from '@active-active/write-conflict';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { customerPartition, type OrderData } from './order';
import { orderKey } from './order-id';

/** Index `gsi1` of the table. Its reads are eventually consistent: a new order may take a moment to be listed. */
export interface OrderIndex {
  /**
   * A customer's orders, the oldest first.
   *
   * @param page.after - sort key of the last order of the page before
   */
  ordersOf(customerId: string, page: OrderPageRequest): Promise<OrderPage>;
}

export interface OrderPageRequest {
  readonly limit: number;
  readonly after?: string;
}

export interface OrderPage {
  readonly orders: readonly (StoredItem & OrderData)[];
  /** Sort key of the last order, absent at the end. */
  readonly last?: string;
}

const INDEX_NAME = 'gsi1';

export class DynamoDbOrderIndex implements OrderIndex {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async ordersOf(customerId: string, { limit, after }: OrderPageRequest): Promise<OrderPage> {
    const partition = customerPartition(customerId);
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new QueryCommand({
        TableName: this.tableName,
        IndexName: INDEX_NAME,
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': 'gsi1pk' },
        ExpressionAttributeValues: { ':partition': partition },
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: startKey(partition, after) }),
      }),
    );
    const last = LastEvaluatedKey?.['gsi1sk'] as string | undefined;
    return { orders: Items as (StoredItem & OrderData)[], ...(last !== undefined && { last }) };
  }
}

/** The index's sort key ends in the order's id, so it tells the table's key too. */
function startKey(partition: string, sortKey: string): Record<string, string> {
  const orderId = sortKey.slice(sortKey.indexOf('#') + 1);
  return { ...orderKey(orderId), gsi1pk: partition, gsi1sk: sortKey };
}
