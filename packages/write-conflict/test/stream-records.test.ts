import { type Clock, type StreamRecord, type StreamRecordsOptions, type StreamsClient, streamRecords } from '../src';

type Page = readonly number[] | 'end' | Error;

const record = (n: number): StreamRecord => ({ dynamodb: { SequenceNumber: `${n}` } });

/** A stream whose shards give their pages one after another, and nothing after that. */
class Stream implements StreamsClient {
  readonly calls: string[] = [];
  readonly shards = new Map<string, { parent?: string; pages: Page[] }>();
  pageSize = 100;

  open(id: string, pages: Page[], parent?: string): void {
    this.shards.set(id, { pages, ...(parent !== undefined && { parent }) });
  }

  async describeStream({ ExclusiveStartShardId }: { ExclusiveStartShardId?: string }) {
    const all = [...this.shards].map(([ShardId, { parent }]) => ({
      ShardId,
      ...(parent && { ParentShardId: parent }),
    }));
    const start = ExclusiveStartShardId ? all.findIndex(({ ShardId }) => ShardId === ExclusiveStartShardId) + 1 : 0;
    const Shards = all.slice(start, start + this.pageSize);
    const more = start + this.pageSize < all.length;
    return { StreamDescription: { Shards, ...(more && { LastEvaluatedShardId: Shards.at(-1)!.ShardId }) } };
  }

  async getShardIterator(input: Parameters<StreamsClient['getShardIterator']>[0]) {
    const after = 'SequenceNumber' in input ? ` ${input.SequenceNumber}` : '';
    this.calls.push(`${input.ShardId} ${input.ShardIteratorType}${after}`);
    return { ShardIterator: input.ShardId };
  }

  async getRecords({ ShardIterator }: { ShardIterator: string }) {
    const page = this.shards.get(ShardIterator)!.pages.shift() ?? [];
    if (page instanceof Error) throw page;
    if (page === 'end') return { Records: [] };
    return { Records: page.map(record), NextShardIterator: ShardIterator };
  }
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** Reads until the reader has slept so often, and lets `onSleep` change the stream in its sleep. */
async function read(
  stream: Stream,
  options: Partial<StreamRecordsOptions> & { sleeps?: number; onSleep?: (n: number) => void } = {},
): Promise<number[]> {
  const { sleeps = 2, onSleep, ...more } = options;
  const controller = new AbortController();
  let now = 0;
  let slept = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      slept += 1;
      onSleep?.(slept);
      if (slept < sleeps) return;
      controller.abort();
      controller.signal.throwIfAborted();
    },
  };
  const seen: number[] = [];
  const records = streamRecords({ streams: stream, streamArn: 'arn', clock, signal: controller.signal, ...more });
  for await (const { dynamodb } of records) seen.push(Number(dynamodb?.SequenceNumber));
  return seen;
}

test('reads the pages of a shard in order', async () => {
  const stream = new Stream();
  stream.open('a', [[1, 2], [], [3]]);
  expect(await read(stream, { sleeps: 3 })).toEqual([1, 2, 3]);
  expect(stream.calls).toEqual(['a LATEST']);
});

test('a child is read from its beginning, and after its parent', async () => {
  const stream = new Stream();
  stream.open('parent', [[1], [2], 'end']);
  stream.open('child', [[3]], 'parent');
  expect(await read(stream, { from: 'TRIM_HORIZON' })).toEqual([1, 2, 3]);
  expect(stream.calls).toEqual(['parent TRIM_HORIZON', 'child TRIM_HORIZON']);
});

test('a shard that opens later is read from its beginning', async () => {
  const stream = new Stream();
  stream.open('a', [[1], 'end']);
  const onSleep = (n: number) => {
    if (n === 1) stream.open('b', [[2]], 'a');
  };
  expect(await read(stream, { sleeps: 3, onSleep })).toEqual([1, 2]);
  expect(stream.calls).toEqual(['a LATEST', 'b TRIM_HORIZON']);
});

test('a child whose parent is no longer listed is read', async () => {
  const stream = new Stream();
  stream.open('child', [[1]], 'long gone');
  expect(await read(stream)).toEqual([1]);
});

test('a list of shards that comes in pages is read whole', async () => {
  const stream = new Stream();
  stream.pageSize = 2;
  for (const n of [1, 2, 3, 4, 5]) stream.open(`s${n}`, [[n]]);
  expect(await read(stream)).toEqual([1, 2, 3, 4, 5]);
});

test('after a pause longer than an iterator lives it goes on where it was', async () => {
  const stream = new Stream();
  stream.open('a', [[1, 2], named('ExpiredIteratorException'), [3]]);
  expect(await read(stream, { sleeps: 3 })).toEqual([1, 2, 3]);
  expect(stream.calls).toEqual(['a LATEST', 'a AFTER_SEQUENCE_NUMBER 2']);
});

test.each([
  ['an iterator that expired before the first record', [named('ExpiredIteratorException'), [3]]],
  ['a place that the stream has dropped', [[1], named('TrimmedDataAccessException'), [3]]],
])('%s: it goes on at the oldest record', async (_, pages) => {
  const stream = new Stream();
  stream.open('a', pages);
  await read(stream, { sleeps: 3 });
  expect(stream.calls).toEqual(['a LATEST', 'a TRIM_HORIZON']);
});

test('a failed call is told, and repeated after a wait', async () => {
  const stream = new Stream();
  const failures: unknown[] = [];
  const outage = named('TimeoutError');
  stream.open('a', [[1], outage, outage, [2]]);
  expect(await read(stream, { sleeps: 4, onFailure: (error) => failures.push(error) })).toEqual([1, 2]);
  expect(failures).toEqual([outage, outage]);
});

test('fails when a call does and nobody is told', async () => {
  const stream = new Stream();
  stream.open('a', [named('AccessDeniedException')]);
  await expect(read(stream)).rejects.toThrow('AccessDeniedException');
});

test('an aborted signal ends the reading without an error', async () => {
  const stream = new Stream();
  stream.open('a', [[1]]);
  const signal = AbortSignal.abort();
  const records = streamRecords({ streams: stream, streamArn: 'arn', signal });
  expect(await records.next()).toEqual({ done: true, value: undefined });
});
