import fc from 'fast-check';
import { seededRandom } from '../src/random';
import { drawSchedule, FULL_LOAD, SHORT_LOAD } from '../src/schedule';

const REGIONS = ['us-east-1', 'us-west-2'] as const;
const drawn = (seed: number, load = FULL_LOAD) => drawSchedule(seed, load, REGIONS);
const seeds = fc.nat(2 ** 32 - 1);

test('the same seed draws the same schedule, another one another', () => {
  fc.assert(
    fc.property(seeds, seeds, (seed, other) => {
      fc.pre(seed !== other);
      expect(drawn(seed)).toEqual(drawn(seed));
      expect(drawn(seed)).not.toEqual(drawn(other));
    }),
    { numRuns: 20 },
  );
});

test('every client has its operations, in order of time, and every id is unique', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { clients } = drawn(seed);
      expect(clients.map(({ region }) => region)).toEqual([...REGIONS, ...REGIONS, ...REGIONS, ...REGIONS]);
      const ids = clients.flatMap(({ operations }) => operations.map(({ id }) => id));
      expect(new Set(ids).size).toBe(240);
      for (const { operations } of clients) {
        expect(operations).toHaveLength(30);
        const times = operations.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
    }),
    { numRuns: 20 },
  );
});

test('operations on a key are numbered without a gap', () => {
  const ordinals = new Map<string, number[]>();
  for (const { key, ordinal } of drawn(7).clients.flatMap(({ operations }) => operations)) {
    ordinals.set(key, [...(ordinals.get(key) ?? []), ordinal]);
  }
  expect([...ordinals.keys()].sort()).toEqual(drawn(7).keys);
  for (const found of ordinals.values()) {
    expect([...found].sort((a, b) => a - b)).toEqual(found.map((_, i) => i));
  }
});

test('the home moves in the middle, and a pause holds up what the old home writes last', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(FULL_LOAD, SHORT_LOAD), (seed, load) => {
      const { moveAt, pauses } = drawn(seed, load);
      expect(moveAt / load.spanMilliseconds).toBeGreaterThanOrEqual(0.4);
      expect(moveAt / load.spanMilliseconds).toBeLessThan(0.6);
      const [from, to] = REGIONS;
      const holding = pauses.filter(
        (pause) => pause.from === from && pause.at <= moveAt && pause.at + pause.milliseconds > moveAt,
      );
      expect(holding).not.toEqual([]);
      expect(holding[0]).toMatchObject({ from, to });
    }),
  );
});

test('random numbers are evenly spread', () => {
  const random = seededRandom(1);
  const numbers = Array.from({ length: 10_000 }, random);
  const tenths = Array.from({ length: 10 }, (_, i) => numbers.filter((n) => Math.floor(n * 10) === i).length);
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120);
});
