import type { StreamRecordsOptions } from './stream-records';
import type { Position, StreamRecord } from './streams-client';

interface Shard {
  readonly id: string;
  readonly parent: string | undefined;
  /** Where to go on when there is no iterator. */
  position: Position;
  iterator: string | undefined;
  ended: boolean;
}

/** The iterator has outlived its 15 minutes, or its place is older than the 24 hours that a stream keeps. */
const LOST_PLACE = new Set(['ExpiredIteratorException', 'TrimmedDataAccessException']);

/** The shards of a stream and how far each has been read. */
export class ShardReader {
  private readonly shards = new Map<string, Shard>();
  private first = true;

  constructor(private readonly options: Pick<StreamRecordsOptions, 'streams' | 'streamArn' | 'from' | 'signal'>) {}

  /** Learns of shards that have been opened, and forgets those that are gone. */
  async refresh(): Promise<void> {
    const listed = await this.list();
    // A shard that opens later is read from its beginning, or the records before the first look at it would be missed.
    const start: Position = { ShardIteratorType: this.first ? (this.options.from ?? 'LATEST') : 'TRIM_HORIZON' };
    this.first = false;
    for (const [id, parent] of listed) {
      if (this.shards.has(id)) continue;
      this.shards.set(id, { id, parent, position: start, iterator: undefined, ended: false });
    }
    for (const id of this.shards.keys()) if (!listed.has(id)) this.shards.delete(id);
  }

  /** The shards that may be read: a child follows its parent, so that the records of an item stay in order. */
  readable(): readonly Shard[] {
    return [...this.shards.values()].filter(
      ({ ended, parent }) => !ended && (parent === undefined || (this.shards.get(parent)?.ended ?? true)),
    );
  }

  /** The next records of a shard. None does not mean that the shard has ended. */
  async read(shard: Shard): Promise<readonly StreamRecord[]> {
    const { streams, signal } = this.options;
    try {
      shard.iterator ??= await this.iteratorOf(shard);
      const { Records = [], NextShardIterator } = await streams.getRecords(
        { ShardIterator: shard.iterator },
        { abortSignal: signal },
      );
      shard.iterator = NextShardIterator;
      shard.ended = NextShardIterator === undefined || NextShardIterator === null;
      const last = Records.at(-1)?.dynamodb?.SequenceNumber;
      if (last !== undefined) shard.position = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: last };
      return Records;
    } catch (error) {
      if (!(error instanceof Error) || !LOST_PLACE.has(error.name)) throw error;
      // Rather records twice than a gap: 'LATEST' would be later now than it was.
      const expired =
        error.name === 'ExpiredIteratorException' && shard.position.ShardIteratorType === 'AFTER_SEQUENCE_NUMBER';
      if (!expired) shard.position = { ShardIteratorType: 'TRIM_HORIZON' };
      shard.iterator = undefined;
      return [];
    }
  }

  private async iteratorOf({ id, position }: Shard): Promise<string> {
    const { streams, streamArn, signal } = this.options;
    const input = { StreamArn: streamArn, ShardId: id, ...position };
    const { ShardIterator } = await streams.getShardIterator(input, { abortSignal: signal });
    if (ShardIterator === undefined) throw new Error(`shard ${id} of ${streamArn} has no iterator`);
    return ShardIterator;
  }

  /** Shards that can be read, with their parents. */
  private async list(): Promise<ReadonlyMap<string, string | undefined>> {
    const { streams, streamArn, signal } = this.options;
    const listed = new Map<string, string | undefined>();
    let after: string | undefined;
    do {
      const { StreamDescription: { Shards = [], LastEvaluatedShardId } = {} } = await streams.describeStream(
        { StreamArn: streamArn, ...(after !== undefined && { ExclusiveStartShardId: after }) },
        { abortSignal: signal },
      );
      for (const { ShardId, ParentShardId } of Shards) if (ShardId !== undefined) listed.set(ShardId, ParentShardId);
      after = LastEvaluatedShardId;
    } while (after !== undefined && after !== null);
    return listed;
  }
}
