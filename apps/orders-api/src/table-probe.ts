import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TableProbe } from './readiness';

const RENEW_MILLISECONDS = 10_000;
const LIFE_SECONDS = 24 * 60 * 60;

/**
 * Exercises the region's replica. All tasks of a region share one item, which is written every ten seconds at most: a
 * task that finds it younger is refused by the condition, and has learned as much. So the writes, each of which goes to
 * every region, do not grow with the number of tasks.
 */
export class DynamoDbTableProbe implements TableProbe {
  private readonly key: { readonly pk: string; readonly sk: string };

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
    region: string,
  ) {
    this.key = { pk: `HEALTH#${region}`, sk: 'HEALTH' };
  }

  async read(): Promise<void> {
    await this.client.send(new GetCommand({ TableName: this.tableName, Key: this.key, ConsistentRead: true }));
  }

  async write(): Promise<void> {
    const now = Date.now();
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.tableName,
          Item: { ...this.key, checkedAt: now, expiresAt: Math.ceil(now / 1000) + LIFE_SECONDS },
          ConditionExpression: 'attribute_not_exists(#checkedAt) OR #checkedAt < :due',
          ExpressionAttributeNames: { '#checkedAt': 'checkedAt' },
          ExpressionAttributeValues: { ':due': now - RENEW_MILLISECONDS },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
