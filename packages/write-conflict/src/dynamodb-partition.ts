import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { PartitionReader } from './event-log';
import type { StoredItem } from './item';

export interface DynamoDbPartitionOptions {
  /** Client of the region. */
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Partitions of a region's replica, read page by page. */
export class DynamoDbPartition implements PartitionReader {
  private readonly client: DynamoDBDocumentClient;
  private readonly tableName: string;

  constructor({ client, tableName }: DynamoDbPartitionOptions) {
    this.client = client;
    this.tableName = tableName;
  }

  async *items(
    pk: string,
    skPrefix: string,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<StoredItem, void, undefined> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.tableName,
        KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
        ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
        ExpressionAttributeValues: { ':pk': pk, ':prefix': skPrefix },
        ConsistentRead: true,
      },
      { abortSignal: signal },
    );
    for await (const { Items = [] } of pages) yield* Items as StoredItem[];
  }
}
