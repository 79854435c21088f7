import { type Clock, systemClock } from './clock';
import { ShardReader } from './shard-reader';
import type { StreamRecord, StreamsClient } from './streams-client';

export interface StreamRecordsOptions {
  readonly streams: StreamsClient;
  /** Of a stream with the view type `NEW_AND_OLD_IMAGES`, which every global table has. */
  readonly streamArn: string;
  /** Where to begin: after the newest record, or at the oldest, which is up to 24 hours old. @default 'LATEST' */
  readonly from?: 'LATEST' | 'TRIM_HORIZON';
  /** Wait when all has been read, and after a failure. @default 1000 */
  readonly pollMilliseconds?: number;
  /** Told of a failed call, which is repeated after a wait. @default - it is thrown, and the reading ends */
  readonly onFailure?: (error: unknown) => void;
  /** @default systemClock */
  readonly clock?: Clock;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/**
 * The records of a stream, those of an item in order, until the signal is aborted. A record may come twice after a
 * failure. Reads one shard after another, which suits a table of a few shards; larger ones are for a Lambda function,
 * which AWS runs for each shard.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export async function* streamRecords(options: StreamRecordsOptions): AsyncGenerator<StreamRecord, void, undefined> {
  const { pollMilliseconds = 1000, onFailure, clock = systemClock, signal } = options;
  const shards = new ShardReader(options);
  let refreshed = -Infinity;
  while (!signal.aborted) {
    let found = false;
    try {
      if (clock.now() - refreshed >= pollMilliseconds) {
        await shards.refresh();
        refreshed = clock.now();
      }
      for (const shard of shards.readable()) {
        const records = await shards.read(shard);
        found ||= records.length > 0;
        yield* records;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (onFailure === undefined) throw error;
      onFailure(error);
      found = false;
    }
    // Only the signal ends a sleep early.
    if (!found) await clock.sleep(pollMilliseconds, signal).catch(() => undefined);
  }
}
