import { RegionLease, reinstate, takeOver, type TakeOverOptions } from '../src';
import { leaseKey } from '../src/lease-item';
import { FakeClock } from './support/fake-clock';
import { AP, EU, US } from './support/items';
import { Line } from './support/line';
import { lostReply, MemoryReplica } from './support/memory-replica';

const DURATION = 9_000;
const MARGIN = 1_000;

function bench() {
  const clock = new FakeClock();
  const replicas = [US, EU, AP].map((region) => new MemoryReplica(region));
  /** The holder's ways to the grantors, and the taker's. */
  const [holders, takers] = [0, 1].map(() => replicas.map((replica) => new Line(replica))) as [Line[], Line[]];
  const lease = new RegionLease({ region: US, grantors: holders, durationMilliseconds: DURATION, clock });
  const take = (changes: Partial<TakeOverOptions> = {}) =>
    takeOver({
      lost: US,
      by: EU,
      grantors: takers,
      durationMilliseconds: DURATION,
      marginMilliseconds: MARGIN,
      clock,
      ...changes,
    });
  const letIn = () => reinstate({ region: US, grantors: takers, clock });
  const revokedBy = () => replicas.map((replica) => replica.peek(leaseKey(US, replica.region))?.['revokedBy']);
  const cut = (lines: readonly Line[], ...states: Line['state'][]) =>
    states.forEach((state, i) => (lines[i]!.state = state));
  /** The region is gone, and so is what it grants. */
  const lose = () => {
    cut(holders, 'refuses', 'refuses', 'refuses');
    cut(takers, 'refuses');
  };
  return { clock, replicas, holders, takers, lease, take, letIn, revokedBy, cut, lose };
}

test('a lost region is fenced once its lease has ended, and not before', async () => {
  const { clock, lease, take, lose, revokedBy } = bench();
  await lease.renew();
  lose();
  const taken = take();
  await clock.pass(DURATION + MARGIN - 1);
  expect(revokedBy()).toEqual([undefined, undefined, undefined]);
  expect(lease.held()).toBe(false);
  await clock.pass(1);
  expect(await taken).toMatchObject({ region: US, by: 'lease' });
  expect(revokedBy()).toEqual([undefined, EU, EU]);
});

test('a region that is fenced renews no more, though its own grantor still knows nothing', async () => {
  const { clock, lease, take, lose, cut, holders } = bench();
  await lease.renew();
  lose();
  await clock.run(take());
  cut(holders, 'open', 'open', 'open');
  expect(await lease.renew()).toBe(false);
  expect(lease.remainingMilliseconds()).toBe(0);
});

test('a region that never held a lease is fenced alike', async () => {
  const { clock, lease, take } = bench();
  await clock.run(take());
  expect(await lease.renew()).toBe(false);
});

test('fails when the region lives, and leaves it as it was', async () => {
  const { clock, lease, take, revokedBy } = bench();
  const abort = new AbortController();
  const kept = lease.keep(abort.signal);
  await clock.pass(1);
  const taken = take();
  taken.catch(() => undefined);
  await clock.pass(DURATION + MARGIN);
  await expect(taken).rejects.toThrow(
    'the lease of us-east-1 could be revoked at 0 of 3 grantors only: the region still renews it, or a grantor is away; hand its items off instead, or try again',
  );
  expect(revokedBy()).toEqual([undefined, undefined, undefined]);
  expect(lease.held()).toBe(true);
  abort.abort();
  await kept;
});

test('fails when only a minority was left alone, and takes back what it revoked', async () => {
  const { clock, lease, take, cut, holders, revokedBy } = bench();
  const abort = new AbortController();
  await lease.renew();
  cut(holders, 'open', 'open', 'refuses');
  const kept = lease.keep(abort.signal);
  const taken = take();
  taken.catch(() => undefined);
  await clock.pass(DURATION + MARGIN);
  await expect(taken).rejects.toThrow('could be revoked at 1 of 3 grantors only');
  expect(revokedBy()).toEqual([undefined, undefined, undefined]);
  cut(holders, 'refuses', 'open', 'open');
  await clock.pass(DURATION);
  expect(lease.held()).toBe(true);
  abort.abort();
  await kept;
});

test.each(['refuses', 'hangs'] as const)('fails when a majority %s', async (state) => {
  const { clock, take, cut, takers } = bench();
  cut(takers, state, state);
  await expect(clock.run(take())).rejects.toThrow(
    'the lease of us-east-1 is kept by 3 grantors, and 1 of them answered; a majority must, so try again when more can be reached',
  );
});

test('a lost reply to the revocation does no harm', async () => {
  const { clock, lease, take, lose, replicas } = bench();
  await lease.renew();
  lose();
  replicas[1]!.fail('put', lostReply);
  expect(await clock.run(take())).toMatchObject({ region: US });
});

test('a repetition, by whomever, does not wait, and makes the former revocation its own', async () => {
  const { clock, lease, take, lose, revokedBy } = bench();
  await lease.renew();
  lose();
  await clock.run(take());
  expect(await take({ by: AP })).toMatchObject({ region: US });
  expect(revokedBy()).toEqual([undefined, AP, AP]);
});

test('an abort ends the wait', async () => {
  const { clock, lease, take, revokedBy } = bench();
  await lease.renew();
  const abort = new AbortController();
  const taken = take({ signal: abort.signal });
  taken.catch(() => undefined);
  await clock.pass(DURATION / 2);
  abort.abort(new Error('interrupted'));
  await expect(taken).rejects.toThrow('interrupted');
  expect(revokedBy()).toEqual([undefined, undefined, undefined]);
});

test('a region that is let in again holds its lease', async () => {
  const { clock, lease, take, lose, cut, holders, letIn, revokedBy } = bench();
  await lease.renew();
  lose();
  await clock.run(take());
  cut(holders, 'open', 'open', 'open');
  await letIn();
  expect(revokedBy()).toEqual([undefined, undefined, undefined]);
  expect(await lease.renew()).toBe(true);
});

test('fails when fewer than a majority of the grantors let the region in', async () => {
  const { take, clock, cut, takers, letIn } = bench();
  await clock.run(take());
  cut(takers, 'refuses', 'refuses');
  await expect(letIn()).rejects.toThrow(
    'the lease of us-east-1 is kept by 3 grantors, and 1 of them answered; a majority must, so try again when more can be reached',
  );
});

test('fails when the margin is not positive', async () => {
  const { take } = bench();
  await expect(take({ marginMilliseconds: 0 })).rejects.toThrow(
    'marginMilliseconds must be positive, got 0; give milliseconds',
  );
});
