import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A record of a stream as DynamoDB sends it, to a reader of the stream or to a Lambda function. */
export interface StreamRecord {
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly OldImage?: Readonly<Record<string, AttributeValue>>;
    readonly NewImage?: Readonly<Record<string, AttributeValue>>;
  };
}

/** Where in a shard to begin. */
export type Position =
  | { ShardIteratorType: 'LATEST' | 'TRIM_HORIZON' }
  | { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER'; SequenceNumber: string };

/** What the library asks of a client of DynamoDB Streams; `DynamoDBStreams` of the AWS SDK has it. */
export interface StreamsClient {
  describeStream(
    input: { StreamArn: string; ExclusiveStartShardId?: string },
    options?: { abortSignal?: AbortSignal },
  ): Promise<{
    StreamDescription?: {
      Shards?: readonly { ShardId?: string; ParentShardId?: string }[];
      LastEvaluatedShardId?: string;
    };
  }>;
  getShardIterator(
    input: { StreamArn: string; ShardId: string } & Position,
    options?: { abortSignal?: AbortSignal },
  ): Promise<{ ShardIterator?: string }>;
  getRecords(
    input: { ShardIterator: string },
    options?: { abortSignal?: AbortSignal },
  ): Promise<{ Records?: readonly StreamRecord[]; NextShardIterator?: string }>;
}
