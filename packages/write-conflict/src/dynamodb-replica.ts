import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { NotSentError } from './failure';
import type { ItemKey, StoredItem } from './item';
import type { PutCondition, PutOutcome, Replica, ReplicaCallOptions } from './replica';

export interface DynamoDbReplicaOptions {
  /** Client of the region. Its retries and time-outs come before those of the library. */
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Region of the replica, as items name it in `homeRegion`. */
  readonly region: string;
}

/** A replica of a DynamoDB global table. */
export class DynamoDbReplica implements Replica {
  readonly region: string;
  private readonly client: DynamoDBDocumentClient;
  private readonly tableName: string;

  constructor({ client, tableName, region }: DynamoDbReplicaOptions) {
    this.client = client;
    this.tableName = tableName;
    this.region = region;
  }

  async get(
    { pk, sk }: ItemKey,
    { consistent = true, signal }: ReplicaCallOptions & { readonly consistent?: boolean } = {},
  ): Promise<StoredItem | undefined> {
    try {
      const { Item } = await this.client.send(
        new GetCommand({ TableName: this.tableName, Key: { pk, sk }, ConsistentRead: consistent }),
        { abortSignal: signal },
      );
      return Item as StoredItem | undefined;
    } catch (error) {
      throw sentOrNot(error);
    }
  }

  async put(item: StoredItem, condition: PutCondition, { signal }: ReplicaCallOptions = {}): Promise<PutOutcome> {
    try {
      await this.client.send(new PutCommand({ TableName: this.tableName, Item: item, ...expressionOf(condition) }), {
        abortSignal: signal,
      });
      return { done: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw sentOrNot(error);
      return { done: false, current: this.currentOf(error) };
    }
  }

  /** The document client leaves the item of an exception as DynamoDB sent it, and adds an option that expects a wrapper. */
  private currentOf({ Item }: ConditionalCheckFailedException): StoredItem | undefined {
    const options = this.client.config.translateConfig?.unmarshallOptions;
    return Item && (unmarshall(Item, { ...options, convertWithoutMapWrapper: false }) as StoredItem);
  }
}

/** The SDK gives each request that it sends its metadata, also when there is no reply. */
function sentOrNot(error: unknown): unknown {
  const isSent = !(error instanceof Error) || '$metadata' in error || error.name === 'AbortError';
  return isSent ? error : new NotSentError(error);
}

/** Names always stand for the attributes: DynamoDB has over 500 reserved words. */
function expressionOf(condition: PutCondition): Partial<PutCommandInput> {
  if (condition === 'any') return {};
  if (condition === 'absent') {
    return {
      ConditionExpression: 'attribute_not_exists(#pk)',
      ExpressionAttributeNames: { '#pk': 'pk' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
  }
  return {
    ConditionExpression: '#version = :version AND #epoch = :epoch AND #homeRegion = :homeRegion',
    ExpressionAttributeNames: { '#version': 'version', '#epoch': 'epoch', '#homeRegion': 'homeRegion' },
    ExpressionAttributeValues: {
      ':version': condition.version,
      ':epoch': condition.epoch,
      ':homeRegion': condition.homeRegion,
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}
