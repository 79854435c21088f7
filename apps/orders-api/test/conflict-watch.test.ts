import type { DynamoDBDocumentClient, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { ConflictWatch } from '../src/conflict-watch';

/** Resolved by a test, when it is time. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** A watch over a table that grants every claim, and over a stream without shards. */
function bench() {
  const claims: number[] = [];
  const arn = deferred<string>();
  const asked = deferred<void>();
  let reads = 0;
  const send = async ({ input }: { input: UpdateCommandInput }) => {
    claims.push(
      (input.ExpressionAttributeValues?.[':until'] as number) - (input.ExpressionAttributeValues?.[':now'] as number),
    );
  };
  const describeStream = async () => {
    reads += 1;
    return { StreamDescription: { Shards: [] } };
  };
  const watch = new ConflictWatch({
    region: 'eu-west-1',
    tableName: 'orders',
    client: { send } as unknown as DynamoDBDocumentClient,
    streams: { describeStream, getShardIterator: async () => ({}), getRecords: async () => ({}) },
    streamArn: () => {
      asked.resolve();
      return arn.promise;
    },
    onConflict: () => undefined,
    onFailure: (why) => {
      throw new Error(why);
    },
  });
  return { watch, claims, arn, asked: asked.promise, reads: () => reads };
}

test('holds the claim for half a minute, and gives it up when it ends', async () => {
  const { watch, claims, arn, reads } = bench();
  arn.resolve('arn');
  await watch.start();
  expect(reads()).toBe(1);
  await watch.close();
  expect(claims).toEqual([30_000, 0]);
});

test('ends what was about to begin when it is closed', async () => {
  const { watch, claims, arn, asked } = bench();
  const started = watch.start();
  await asked;
  const closed = watch.close();
  arn.resolve('arn');
  await Promise.all([started, closed]);
  expect(claims).toEqual([30_000, 0]);
});
