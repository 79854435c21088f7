import { setImmediate as turn } from 'node:timers/promises';
import { type BulkProgress, handOffAll, type ItemKey, type Replica } from '../src';
import { AP, EU, order, US } from './support/items';
import { Line } from './support/line';
import { MemoryReplica } from './support/memory-replica';

const keys = Array.from({ length: 20 }, (_, i): ItemKey => ({ pk: `ORDER#${i}`, sk: 'ORDER' }));
const orders = () => new MemoryReplica(US, ...keys.map((key) => order({ ...key })));
const homes = (replica: MemoryReplica) => keys.map((key) => replica.peek(key)?.homeRegion);
const all = (region: string) => keys.map(() => region);

test('moves every item', async () => {
  const us = orders();
  expect(await handOffAll(us, keys, EU)).toEqual({
    moved: 20,
    alreadyThere: 0,
    missing: 0,
    failed: [],
    checkpoint: keys[19],
    complete: true,
  });
  expect(homes(us)).toEqual(all(EU));
});

test('works on so many items at a time, and no more', async () => {
  const us = orders();
  let [active, most] = [0, 0];
  const replica: Replica = {
    region: US,
    get: async (key) => {
      most = Math.max(most, (active += 1));
      await turn();
      active -= 1;
      return us.get(key);
    },
    put: (...call) => us.put(...call),
  };
  await handOffAll(replica, keys, EU, { concurrency: 4 });
  expect(most).toBe(4);
});

test('a repetition passes over what has moved', async () => {
  const us = orders();
  await handOffAll(us, keys.slice(0, 8), EU);
  expect(await handOffAll(us, keys, EU)).toMatchObject({ moved: 12, alreadyThere: 8, complete: true });
  expect(us.peek(keys[0]!)).toMatchObject({ epoch: 2 });
});

test('goes on from a checkpoint', async () => {
  const us = orders();
  const { checkpoint } = await handOffAll(us, keys.slice(0, 8), EU);
  us.calls.length = 0;
  expect(await handOffAll(us, keys, EU, { resumeFrom: checkpoint })).toMatchObject({ moved: 12, alreadyThere: 0 });
  expect(us.calls).toHaveLength(2 * 12);
});

test('takes keys from a source that reads as it goes', async () => {
  async function* pages(): AsyncGenerator<ItemKey> {
    for (const key of keys) yield await Promise.resolve(key);
  }
  expect(await handOffAll(orders(), pages(), EU)).toMatchObject({ moved: 20, complete: true });
});

test('an item that is gone is counted, one that fails is named and holds the checkpoint', async () => {
  const us = orders();
  us.write(order({ ...keys[5], homeRegion: AP }));
  const report = await handOffAll(us, [...keys, { pk: 'ORDER#gone', sk: 'ORDER' }], EU);
  expect(report).toMatchObject({ moved: 19, missing: 1, checkpoint: keys[4], complete: true });
  expect(report.failed).toEqual([
    { key: keys[5], error: expect.objectContaining({ code: 'NotHome', homeRegion: AP }) },
  ]);
});

test('progress tells after each item up to where all are done', async () => {
  const us = orders();
  const progress: BulkProgress[] = [];
  await handOffAll(us, keys.slice(0, 3), EU, { concurrency: 1, onProgress: (each) => progress.push(each) });
  expect(progress).toEqual(keys.slice(0, 3).map((checkpoint, i) => ({ done: i + 1, failed: 0, checkpoint })));
});

test('the checkpoint waits for the slowest', async () => {
  const us = orders();
  const slowKey = keys[0]!;
  let release: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (release = resolve));
  const replica: Replica = {
    region: US,
    get: async (key) => {
      if (key === slowKey) await slow;
      return us.get(key);
    },
    put: (...call) => us.put(...call),
  };
  const checkpoints: (ItemKey | undefined)[] = [];
  const onProgress = ({ done, checkpoint }: BulkProgress) => {
    checkpoints.push(checkpoint);
    if (done === 19) release();
  };
  await handOffAll(replica, keys, EU, { concurrency: 2, onProgress });
  expect(checkpoints).toEqual([...Array.from({ length: 19 }, () => undefined), keys[19]]);
});

test('an abort ends the run, and the rest can be done later', async () => {
  const us = orders();
  const abort = new AbortController();
  const onProgress = ({ done }: BulkProgress) => (done === 5 ? abort.abort() : undefined);
  const report = await handOffAll(us, keys, EU, { concurrency: 1, onProgress, signal: abort.signal });
  expect(report).toMatchObject({ moved: 5, failed: [], checkpoint: keys[4], complete: false });
  expect(await handOffAll(us, keys, EU, { resumeFrom: report.checkpoint })).toMatchObject({
    moved: 15,
    complete: true,
  });
  expect(homes(us)).toEqual(all(EU));
});

test('too many failures end the run', async () => {
  const line = new Line(orders());
  line.state = 'refuses';
  const report = await handOffAll(line, keys, EU, { concurrency: 1, maxFailures: 3 });
  expect(report).toMatchObject({ moved: 0, checkpoint: undefined, complete: false });
  expect(report.failed.map(({ key }) => key)).toEqual(keys.slice(0, 3));
});

test('fails when the checkpoint is none of the keys', async () => {
  await expect(handOffAll(orders(), keys, EU, { resumeFrom: { pk: 'ORDER#x', sk: 'ORDER' } })).rejects.toThrow(
    'resumeFrom must be one of the keys, and ORDER#x/ORDER is not; leave it out, what is done already is passed over',
  );
});

test('fails when the source of the keys fails, with nothing left under way', async () => {
  const us = orders();
  async function* broken(): AsyncGenerator<ItemKey> {
    yield* keys.slice(0, 3);
    await Promise.reject(new Error('the scan failed'));
  }
  await expect(handOffAll(us, broken(), EU)).rejects.toThrow('the scan failed');
  expect(homes(us).slice(0, 3)).toEqual([EU, EU, EU]);
});

test('fails when a listener to the progress fails, and takes no more keys', async () => {
  const us = orders();
  const onProgress = () => {
    throw new Error('no terminal');
  };
  await expect(handOffAll(us, keys, EU, { concurrency: 2, onProgress })).rejects.toThrow('no terminal');
  expect(homes(us).filter((home) => home === EU)).toHaveLength(2);
});

test.each([0, 1.5, NaN])('fails when the concurrency is %p', async (concurrency) => {
  await expect(handOffAll(orders(), keys, EU, { concurrency })).rejects.toThrow(
    `concurrency must be a whole number from 1, got ${concurrency}`,
  );
});
