import { createHash } from 'node:crypto';
import { AWS_REGION_NAMES } from '@active-active/region-matrix';
import { HomeRegionRouter } from '@active-active/write-conflict';
import HashRing from 'hashring';
import { type Benchmark, type BenchmarkContext, exactly, type Goal, type Measurement } from '../benchmark';
import { costOf, cpuOf, inRounds } from '../measure/rounds';
import { ratios, summarise } from '../measure/statistics';
import { needlessMoves, type Place, unevenness } from './placement';

const ROUNDS = 9;
const KEYS = 300_000;
/**
 * Keys that hashring places in a round: far more than the 5,000 it remembers, so that it has to hash, and enough that
 * each round bears its share of the garbage collection.
 */
const RING_KEYS = 60_000;
/** For each number of regions. */
const MOVED_KEYS = 5_000;
const REGIONS = 33;
const PEER = 'hashring';

export const homeRegionChoice: Benchmark = {
  name: 'home-region-choice',
  summary: 'homes of new keys: HomeRegionRouter and hashring',
  method: `choices of a home by \`HomeRegionRouter\` and by hashring (ketama), the same keys of 38 characters and the same regions. Needless moves are counted with ${MOVED_KEYS} keys as regions are added one at a time up to ${REGIONS}, and as the first of each number of them is removed`,
  run: async (context) => {
    const keys = keysOf(KEYS);
    return [
      await compareSpeed(keys, 2, undefined, context),
      await compareSpeed(keys, 8, { atLeast: 10 }, context),
      await compareSpeed(keys, 33, { atLeast: 10 }, context),
      ...movesAndShares(keys),
    ];
  },
};

async function compareSpeed(
  keys: readonly string[],
  count: number,
  goal: Goal | undefined,
  { progress, signal }: BenchmarkContext,
): Promise<Measurement> {
  progress(`choosing among ${count} regions`);
  const regions = regionsOf(count);
  const ringKeys = keys.slice(0, RING_KEYS);
  const [router, ring] = [routerOf(regions), ringOf(regions)];
  const costs = await inRounds(
    {
      router: () => costOf(() => placeAll(keys, router)),
      ring: () => costOf(() => placeAll(ringKeys, ring)),
    },
    { rounds: ROUNDS, warmUpRounds: 1, signal },
  );
  const speeds = (placed: number, cpu: readonly number[]) => cpu.map((milliseconds) => placed / milliseconds);
  return {
    name: `choices a CPU second, ${count} regions`,
    peer: PEER,
    unit: 'x',
    measured: summarise(ratios(speeds(keys.length, cpuOf(costs.router)), speeds(ringKeys.length, cpuOf(costs.ring)))),
    goal,
  };
}

function movesAndShares(keys: readonly string[]): readonly Measurement[] {
  const all = regionsOf(REGIONS);
  const movedKeys = keys.slice(0, MOVED_KEYS);
  const moves = (placeIn: (regions: readonly string[]) => Place) => exactly(movesBy(movedKeys, placeIn));
  const fullest = (place: Place) => exactly(unevenness(keys, place, REGIONS));
  return [
    { name: 'needless moves, up to 33 regions', unit: 'count', measured: moves(routerOf), goal: { atMost: 0 } },
    { name: `needless moves, ${PEER}`, unit: 'count', measured: moves(ringOf) },
    {
      name: 'fullest of 33 regions',
      peer: 'the mean',
      unit: 'x',
      measured: fullest(routerOf(all)),
      goal: { atMost: 1.05 },
    },
    { name: `fullest of 33 regions, ${PEER}`, peer: 'the mean', unit: 'x', measured: fullest(ringOf(all)) },
  ];
}

/** As the regions grow by one at a time, and as the first of each number of them is removed. */
function movesBy(keys: readonly string[], placeIn: (regions: readonly string[]) => Place): number {
  let moves = 0;
  for (let count = 2; count <= REGIONS; count += 1) {
    const regions = regionsOf(count);
    const [first, last] = [regions[0] as string, regions.at(-1) as string];
    const place = placeIn(regions);
    moves += needlessMoves(keys, placeIn(regions.slice(0, -1)), place, last);
    moves += needlessMoves(keys, place, placeIn(regions.slice(1)), first);
  }
  return moves;
}

function routerOf(regions: readonly string[]): Place {
  const router = new HomeRegionRouter({ regions: regions.map((region) => ({ region, weight: 1 })) });
  return (key) => router.homeOf(key);
}

function ringOf(regions: readonly string[]): Place {
  const ring = new HashRing(regions);
  return (key) => ring.get(key);
}

function placeAll(keys: readonly string[], place: Place): void {
  let length = 0;
  for (const key of keys) length += place(key).length;
  // Otherwise nothing would use the homes, and they need not be computed.
  if (length === 0) throw new Error('a key must have a home, got none');
}

function regionsOf(count: number): readonly string[] {
  return AWS_REGION_NAMES.slice(0, count);
}

/** Partition keys of orders, as long as those with a UUID; the same in every run. */
function keysOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `order#${createHash('md5').update(String(i)).digest('hex')}`);
}
