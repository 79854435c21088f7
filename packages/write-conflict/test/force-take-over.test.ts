import { type FencedRegion, forceTakeOver, forceTakeOverAll, type ItemKey, VersionedStore, vouchFenced } from '../src';
import { AP, EU, order, ORDER, US } from './support/items';
import { Line } from './support/line';
import { ManualClock } from './support/manual-clock';
import { lostReply, MemoryReplica } from './support/memory-replica';

const clock = new ManualClock();
const lost = vouchFenced(US);
const options = { writeId: 'take', clock };

test('the region becomes the home, on the newest image that it has', async () => {
  const eu = new MemoryReplica(EU, order({ version: 7, status: 'paid' }));
  expect(await forceTakeOver(eu, ORDER, lost, options)).toMatchObject({
    taken: true,
    item: { homeRegion: EU, epoch: 2, version: 8, data: { status: 'paid' } },
    seen: { version: 7, epoch: 1 },
  });
  const store = new VersionedStore({ replica: eu, writeMode: 'write-to-your-region', clock });
  expect(await store.update(ORDER, () => ({ status: 'packed' }))).toMatchObject({ epoch: 2, version: 9 });
});

test('what another survivor has received more is not lost', async () => {
  const eu = new MemoryReplica(EU, order({ version: 7 }));
  const ap = new MemoryReplica(AP, order({ version: 9, status: 'paid' }));
  const result = await forceTakeOver(eu, ORDER, lost, { ...options, survivors: [ap] });
  expect(result).toMatchObject({ item: { version: 10, data: { status: 'paid' } }, seen: { version: 9, epoch: 1 } });
  expect(eu.peek(ORDER)).toMatchObject({ homeRegion: EU, epoch: 2, version: 10, status: 'paid' });
});

test('an item that has only reached another survivor is taken', async () => {
  const eu = new MemoryReplica(EU);
  const ap = new MemoryReplica(AP, order());
  expect(await forceTakeOver(eu, ORDER, lost, { ...options, survivors: [ap] })).toMatchObject({ taken: true });
  expect(eu.peek(ORDER)).toMatchObject({ homeRegion: EU, version: 2 });
});

test('an item that was handed off to a survivor is left there', async () => {
  const eu = new MemoryReplica(EU, order());
  const ap = new MemoryReplica(AP, order({ homeRegion: AP, epoch: 2, version: 2 }));
  expect(await forceTakeOver(eu, ORDER, lost, { ...options, survivors: [ap] })).toMatchObject({
    taken: false,
    item: { homeRegion: AP },
    seen: undefined,
  });
  expect(eu.peek(ORDER)).toEqual(order());
});

test('a repetition takes nothing', async () => {
  const eu = new MemoryReplica(EU, order());
  eu.fail('put', lostReply);
  expect(await forceTakeOver(eu, ORDER, lost, options)).toMatchObject({ taken: true, seen: { version: 1 } });
  expect(await forceTakeOver(eu, ORDER, lost, options)).toMatchObject({ taken: true, seen: undefined });
  expect(await forceTakeOver(eu, ORDER, lost, { clock })).toMatchObject({ taken: false, item: { epoch: 2 } });
});

test('fails when no region that was asked has the item', async () => {
  await expect(forceTakeOver(new MemoryReplica(EU), ORDER, lost, options)).rejects.toThrow(
    'item ORDER#1/ORDER is not in eu-west-1; create it, or wait until it has been replicated',
  );
});

test('fails when a survivor does not answer', async () => {
  const eu = new MemoryReplica(EU, order());
  const ap = new Line(new MemoryReplica(AP));
  ap.state = 'refuses';
  await expect(forceTakeOver(eu, ORDER, lost, { ...options, survivors: [ap] })).rejects.toThrow(
    'ap-south-1 is not reached',
  );
  expect(eu.peek(ORDER)).toEqual(order());
});

test('many items are taken, and the report names each with what was seen of it', async () => {
  const keys = Array.from({ length: 5 }, (_, i): ItemKey => ({ pk: `ORDER#${i}`, sk: 'ORDER' }));
  const eu = new MemoryReplica(EU, ...keys.map((key, i) => order({ ...key, version: i + 1 })));
  eu.write(order({ ...keys[3], homeRegion: AP }));
  const progress: number[] = [];
  const report = await forceTakeOverAll(eu, [...keys, ORDER, { ...ORDER, sk: 'gone' }], lost, {
    clock,
    onProgress: ({ done }) => progress.push(done),
  });
  expect(report).toEqual({
    taken: [0, 1, 2, 4].map((i) => ({ key: keys[i], seen: { version: i + 1, epoch: 1 } })),
    // ORDER is the second of the keys.
    homeElsewhere: 2,
    missing: 1,
    failed: [],
    checkpoint: { ...ORDER, sk: 'gone' },
    complete: true,
  });
  expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('an object that only looks like a fenced region does not compile', async () => {
  // @ts-expect-error: a region is fenced by its lease or on a person's word
  const pretended: FencedRegion = { region: US, by: 'lease' };
  expect(pretended.region).toBe(US);
});
