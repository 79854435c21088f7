import { RegionLease, VersionedStore } from '../src';
import { leaseKey } from '../src/lease-item';
import { FakeClock } from './support/fake-clock';
import { AP, EU, order, ORDER, US } from './support/items';
import { Line } from './support/line';
import { lostReply, MemoryReplica } from './support/memory-replica';

const DURATION = 9_000;

function bench() {
  const clock = new FakeClock();
  const replicas = [US, EU, AP].map((region) => new MemoryReplica(region));
  const lines = replicas.map((replica) => new Line(replica));
  const lease = () => new RegionLease({ region: US, grantors: lines, durationMilliseconds: DURATION, clock });
  const counters = () => replicas.map((replica) => replica.peek(leaseKey(US, replica.region))?.version);
  const cut = (...states: Line['state'][]) => states.forEach((state, i) => (lines[i]!.state = state));
  return { clock, replicas, lease, counters, cut };
}

test('is held from the first renewal until its duration has passed', async () => {
  const { clock, lease } = bench();
  const held = lease();
  expect(held.held()).toBe(false);
  expect(await held.renew()).toBe(true);
  await clock.pass(DURATION - 1);
  expect(held.remainingMilliseconds()).toBe(1);
  await clock.pass(1);
  expect(held.held()).toBe(false);
});

test('every grantor keeps an item of its own, whose version counts the renewals', async () => {
  const { lease, counters, replicas } = bench();
  const held = lease();
  await held.renew();
  await held.renew();
  expect(counters()).toEqual([2, 2, 2]);
  expect(replicas[1]!.peek(leaseKey(US, EU))).toMatchObject({
    pk: 'LEASE#us-east-1',
    sk: EU,
    homeRegion: EU,
    epoch: 1,
  });
  expect(replicas[1]!.peek(leaseKey(US, AP))).toBeUndefined();
});

test('outlives the loss of one grantor of three, and not of two', async () => {
  const { clock, lease, cut } = bench();
  const held = lease();
  cut('refuses');
  expect(await held.renew()).toBe(true);
  cut('refuses', 'refuses');
  await clock.pass(DURATION / 2);
  expect(await held.renew()).toBe(true);
  await clock.pass(DURATION / 2);
  expect(await held.renew()).toBe(false);
  cut('open');
  expect(await held.renew()).toBe(true);
});

test('counts from before the renewal was sent, by the majority that was renewed last', async () => {
  const { clock, lease, cut } = bench();
  const held = lease();
  await held.renew();
  await clock.pass(1_000);
  cut('refuses');
  await held.renew();
  expect(held.remainingMilliseconds()).toBe(DURATION);
  cut('refuses', 'refuses');
  await clock.pass(1_000);
  await held.renew();
  expect(held.remainingMilliseconds()).toBe(DURATION - 1_000);
});

test('a grantor that hangs is waited for no longer than a third of the duration', async () => {
  const { clock, lease, cut } = bench();
  const held = lease();
  cut('hangs');
  const start = clock.now();
  expect(await clock.run(held.renew())).toBe(true);
  expect(clock.now() - start).toBe(DURATION / 3);
  expect(held.remainingMilliseconds()).toBe((DURATION * 2) / 3);
});

test('a renewal whose reply is lost counts for nothing', async () => {
  const { lease, counters, cut, replicas } = bench();
  const held = lease();
  cut('refuses');
  replicas[1]!.fail('put', lostReply);
  expect(await held.renew()).toBe(false);
  expect(counters()).toEqual([undefined, 1, 1]);
});

test('processes of a region renew the same items, and one that comes between counts for both', async () => {
  const { lease, counters } = bench();
  const [one, other] = [lease(), lease()];
  expect(await Promise.all([one.renew(), other.renew()])).toEqual([true, true]);
  expect(counters()).toEqual([1, 1, 1]);
});

test('is kept as long as a majority answers, and ends by itself', async () => {
  const { clock, lease, cut, counters } = bench();
  const held = lease();
  const abort = new AbortController();
  const kept = held.keep(abort.signal);
  await clock.pass(10 * DURATION);
  expect(held.held()).toBe(true);
  expect(counters()).toEqual([31, 31, 31]);
  cut('hangs', 'refuses');
  await clock.pass(DURATION);
  expect(held.held()).toBe(false);
  cut('open', 'open');
  await clock.pass(DURATION);
  expect(held.held()).toBe(true);
  abort.abort();
  await expect(kept).resolves.toBeUndefined();
});

test('a store writes nothing without it', async () => {
  const { clock, lease } = bench();
  const replica = new MemoryReplica(US, order());
  const held = lease();
  const store = new VersionedStore({ replica, writeMode: 'write-to-your-region', lease: held, clock });
  await held.renew();
  await store.update(ORDER, () => ({ status: 'paid' }));
  await clock.pass(DURATION);
  await expect(store.update(ORDER, () => ({ status: 'packed' }))).rejects.toThrow(
    'the lease of us-east-1 has ended, so it writes nothing until it holds one again; renew the lease',
  );
  expect(replica.peek(ORDER)).toMatchObject({ status: 'paid', version: 2 });
});

test.each([[[]], [[US, EU]], [[US, EU, US]]])('fails when the grantors are %j', (regions) => {
  const grantors = regions.map((region) => new MemoryReplica(region));
  expect(() => new RegionLease({ region: US, grantors })).toThrow(
    `grantors must be an odd number of different regions, got [${regions.join(', ')}]; an even number bears no more losses than one less, so add a region that keeps leases only`,
  );
});

test.each([0, NaN, Infinity])('fails when the duration is %p', (durationMilliseconds) => {
  const grantors = [new MemoryReplica(EU)];
  expect(() => new RegionLease({ region: US, grantors, durationMilliseconds })).toThrow(
    `durationMilliseconds must be positive, got ${durationMilliseconds}; give milliseconds`,
  );
});
