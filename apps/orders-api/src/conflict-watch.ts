import { randomUUID } from 'node:crypto';
import {
  ConflictDetector,
  type DetectedConflict,
  streamRecords,
  type StreamsClient,
} from '@active-active/write-conflict';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { failureName } from './failure-name';

const RENEW_MILLISECONDS = 10_000;
const CLAIM_MILLISECONDS = 30_000;
const LIFE_SECONDS = 24 * 60 * 60;

export interface ConflictWatchOptions {
  readonly region: string;
  readonly tableName: string;
  readonly client: DynamoDBDocumentClient;
  readonly streams: StreamsClient;
  /** ARN of the stream of this region's replica. */
  readonly streamArn: () => Promise<string>;
  readonly onConflict: (conflict: DetectedConflict) => void;
  /** Told of what keeps it from watching; it goes on trying. */
  readonly onFailure: (why: string) => void;
  /** @default 10,000 */
  readonly renewMilliseconds?: number;
}

/**
 * Watches the stream of the region's replica for writes that were lost to another region: the counter
 * `write_conflicts_detected` is what the region's alarm `write-conflicts` asks for.
 *
 * One task of a region watches, the one that holds the region's claim, an item that is written in this region only. When
 * it ends without giving the claim up, another follows within half a minute, and what happened meanwhile is not counted:
 * it begins at the newest record.
 */
export class ConflictWatch {
  private readonly holder = randomUUID();
  private readonly key: { readonly pk: string; readonly sk: string };
  private readonly ending = new AbortController();
  private reading: { readonly done: Promise<void>; readonly stop: AbortController } | undefined;
  private attempt: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ConflictWatchOptions) {
    this.key = { pk: `WATCH#${options.region}`, sk: 'CONFLICTS' };
  }

  /** Tries to hold the claim now, and again and again until {@link close}. Never rejects. */
  start(): Promise<void> {
    return (this.attempt = this.holdOrFollow());
  }

  /** Ends the watch and gives the claim up, so that another task follows at once. */
  async close(): Promise<void> {
    this.ending.abort();
    clearTimeout(this.timer);
    // One under way may be about to hold the claim and to read.
    await this.attempt;
    const held = this.reading !== undefined;
    await this.follow(false);
    if (held) await this.claim(0).catch(() => undefined);
  }

  private async holdOrFollow(): Promise<void> {
    try {
      await this.follow(await this.claim());
    } catch (error) {
      // Who cannot renew must not go on: another may hold the claim by then.
      await this.follow(false);
      this.options.onFailure(failureName(error));
    }
    if (this.ending.signal.aborted) return;
    this.timer = setTimeout(() => void this.start(), this.options.renewMilliseconds ?? RENEW_MILLISECONDS);
    this.timer.unref();
  }

  /** @returns whether this task watches from now on */
  private async claim(milliseconds = CLAIM_MILLISECONDS): Promise<boolean> {
    const now = Date.now();
    try {
      await this.options.client.send(
        new UpdateCommand({
          TableName: this.options.tableName,
          Key: this.key,
          UpdateExpression: 'SET #holder = :holder, #until = :until, #expiresAt = :expiresAt',
          ConditionExpression: 'attribute_not_exists(#holder) OR #holder = :holder OR #until < :now',
          ExpressionAttributeNames: { '#holder': 'holder', '#until': 'until', '#expiresAt': 'expiresAt' },
          ExpressionAttributeValues: {
            ':holder': this.holder,
            ':until': now + milliseconds,
            ':now': now,
            ':expiresAt': Math.ceil(now / 1000) + LIFE_SECONDS,
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  private async follow(holds: boolean): Promise<void> {
    if (holds && this.reading === undefined && !this.ending.signal.aborted) {
      const stop = new AbortController();
      const streamArn = await this.options.streamArn();
      this.reading = { stop, done: this.read(streamArn, stop.signal) };
    } else if (!holds && this.reading !== undefined) {
      const { stop, done } = this.reading;
      this.reading = undefined;
      stop.abort();
      await done;
    }
  }

  private async read(streamArn: string, signal: AbortSignal): Promise<void> {
    const { region, streams, onConflict, onFailure } = this.options;
    const detector = new ConflictDetector({ region, onConflict });
    const records = streamRecords({
      streams,
      streamArn,
      signal,
      onFailure: (error) => onFailure(failureName(error)),
    });
    for await (const record of records) detector.observe(record);
  }
}
