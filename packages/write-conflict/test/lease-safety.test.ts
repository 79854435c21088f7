import fc from 'fast-check';
import { type Clock, RegionLease, type Replica, takeOver } from '../src';
import { FakeClock } from './support/fake-clock';
import { AP, EU, US } from './support/items';
import { MemoryReplica } from './support/memory-replica';

const DURATION = 900;
/** Enough for two clocks that differ by 4 %. */
const MARGIN = 45;
const GRANTORS = [US, EU, AP];

/** A clock that runs faster or slower than another. */
const drifting = (clock: Clock, rate: number): Clock => ({
  now: () => clock.now() * rate,
  sleep: (milliseconds, signal) => clock.sleep(milliseconds / rate, signal),
});

interface Way {
  readonly request: number;
  readonly reply: number;
}

/** A replica far away. Now and then a request is so late that its caller has given up. */
const remote = (replica: MemoryReplica, clock: Clock, { request, reply }: Way, isLate: () => boolean): Replica => {
  const over = async <T>(call: () => Promise<T>): Promise<T> => {
    await clock.sleep(request + (isLate() ? DURATION : 0));
    const result = await call();
    await clock.sleep(reply);
    return result;
  };
  return {
    region: replica.region,
    // An abort does not call back what is on its way.
    get: (key) => over(() => replica.get(key)),
    put: (item, condition) => over(() => replica.put(item, condition)),
  };
};

/** Near, or as far as a holder waits for. */
const way = fc.record({
  request: fc.oneof(fc.nat(5), fc.nat(DURATION / 6)),
  reply: fc.oneof(fc.nat(5), fc.nat(DURATION / 6)),
});
const rate = fc.constantFrom(0.98, 1, 1.02);
const run = fc.record({
  holderWays: fc.tuple(way, way, way),
  lateness: fc.infiniteStream(fc.oneof({ weight: 19, arbitrary: fc.constant(false) }, fc.constant(true))),
  rates: fc.tuple(rate, rate),
  steps: fc.array(
    fc.tuple(fc.constantFrom('renew one', 'renew other', 'take over'), fc.oneof(fc.nat(20), fc.nat(DURATION))),
    { minLength: 2, maxLength: 6 },
  ),
});

test('when a region is fenced, no process of it holds the lease, whatever the network and the clocks did', async () => {
  let fencedRuns = 0;
  await fc.assert(
    fc.asyncProperty(run, async ({ holderWays, lateness, rates, steps }) => {
      const clock = new FakeClock();
      const [holderClock, takerClock] = rates.map((each) => drifting(clock, each)) as [Clock, Clock];
      const isLate = () => lateness.next().value;
      const replicas = GRANTORS.map((region) => new MemoryReplica(region));
      const leases = [0, 1].map(() => {
        const grantors = replicas.map((replica, i) => remote(replica, clock, holderWays[i]!, isLate));
        return new RegionLease({ region: US, grantors, durationMilliseconds: DURATION, clock: holderClock });
      });
      const [one, other] = leases as [RegionLease, RegionLease];
      const isHeld = () => leases.some((lease) => lease.held());
      const heldSinceFenced: boolean[] = [];
      const fence = async () => {
        const grantors = replicas.map((replica) => remote(replica, clock, { request: 1, reply: 1 }, isLate));
        const margins = { durationMilliseconds: DURATION, marginMilliseconds: MARGIN };
        await takeOver({ lost: US, by: EU, grantors, ...margins, clock: takerClock });
        heldSinceFenced.push(isHeld());
      };
      for (const [step, pause] of steps) {
        if (step === 'take over') fence().catch(() => undefined);
        else void (step === 'renew one' ? one : other).renew();
        await clock.pass(pause);
        if (heldSinceFenced.length > 0) heldSinceFenced.push(isHeld());
      }
      await clock.pass(4 * DURATION);
      expect(heldSinceFenced).not.toContain(true);
      if (heldSinceFenced.length > 0) fencedRuns += 1;
    }),
    { numRuns: 500 },
  );
  // The drawn runs are such that the question arises.
  expect(fencedRuns).toBeGreaterThan(50);
});
