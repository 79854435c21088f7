const { imul, log } = Math;

/** A region that items may be placed in. */
export interface WeightedRegion {
  readonly region: string;
  /** Share of the keys relative to the others', 0 or more. 0 places nothing there. */
  readonly weight: number;
}

export interface HomeRegionRouterOptions {
  /** In any order. At least one has a weight above 0. */
  readonly regions: readonly WeightedRegion[];
}

/**
 * Picks the home region of a new item by weighted rendezvous hashing: each region draws a number for the key, and the
 * best one wins. Adding, removing or reweighting a region moves only keys to it or from it.
 *
 * It decides the **first placement only**. From then on the home is part of the item, so a change of the regions moves
 * no item. The same key and regions give the same home in every process and version: changing the hash would place the
 * repetition of a create elsewhere.
 *
 * @see https://en.wikipedia.org/wiki/Rendezvous_hashing
 */
export class HomeRegionRouter {
  private readonly tiers: readonly Tier[];

  /** @throws RangeError when there is no region to place in, one is named twice, or a weight is not a number from 0 */
  constructor({ regions }: HomeRegionRouterOptions) {
    refuseUnusable(regions);
    const weights = new Set(regions.map(({ weight }) => weight).filter((weight) => weight > 0));
    this.tiers = [...weights].sort((a, b) => a - b).map((weight) => tierOf(regions, weight));
  }

  /** Home region of a new item. */
  homeOf(key: string): string {
    const keyHash = fold(fnv1a(key));
    let least = Infinity;
    let home = '';
    for (const { weight, regions, seeds } of this.tiers) {
      let draw = mix(keyHash ^ seeds[0]!);
      let winner = 0;
      for (let i = 1; i < seeds.length; i += 1) {
        const other = mix(keyHash ^ seeds[i]!);
        if (other < draw) {
          draw = other;
          winner = i;
        }
      }
      const cost = costOf(draw, weight);
      if (cost < least) {
        least = cost;
        home = regions[winner]!;
      }
    }
    return home;
  }

  /** All regions of a weight above 0, the home first: where the key would go if those before were not there. */
  rank(key: string): readonly string[] {
    const keyHash = fold(fnv1a(key));
    return this.tiers
      .flatMap(({ weight, regions, seeds }) =>
        regions.map((region, i) => ({ region, cost: costOf(mix(keyHash ^ seeds[i]!), weight) })),
      )
      .sort((a, b) => a.cost - b.cost)
      .map(({ region }) => region);
  }
}

/** Regions of one weight. Among them the least draw wins, which spares most of the logarithms. */
interface Tier {
  readonly weight: number;
  /** Sorted, so that a tie does not depend on the order in which a configuration names them. */
  readonly regions: readonly string[];
  /** Folded hashes of the regions. */
  readonly seeds: Int32Array;
}

function tierOf(all: readonly WeightedRegion[], weight: number): Tier {
  const regions = all.filter((region) => region.weight === weight).map(({ region }) => region);
  regions.sort();
  return { weight, regions, seeds: Int32Array.from(regions, (region) => fold(fnv1a(region))) };
}

/**
 * Turns a draw, evenly distributed over 32 bits with a sign, into one that is exponentially distributed with the weight
 * as its rate: the region of weight w then has the least one with probability w / sum of the weights.
 */
function costOf(draw: number, weight: number): number {
  return -log(1 - (draw + 2 ** 31) / 2 ** 32) / weight;
}

/**
 * FNV-1a of the UTF-16 code units, 32 bits. Cheap, but its high bits hardly depend on the last characters: never
 * compare it without {@link mix}.
 */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/**
 * First step of {@link mix}. It goes through an exclusive or, `fold(a ^ b) = fold(a) ^ fold(b)`, so it is done once for
 * each key and each region, and not for each pair of them.
 */
function fold(value: number): number {
  return value ^ (value >>> 16);
}

/**
 * Finaliser of MurmurHash3, of a folded value: each bit of the input flips each bit of the output with probability one
 * half.
 */
function mix(folded: number): number {
  const first = imul(folded, 0x85ebca6b);
  return fold(imul(first ^ (first >>> 13), 0xc2b2ae35));
}

function refuseUnusable(regions: readonly WeightedRegion[]): void {
  const names = regions.map(({ region }) => region);
  const problems = [
    ...regions
      .filter(({ weight }) => !(weight >= 0 && weight < Infinity))
      .map(({ region, weight }) => `weight of ${region} must be a number from 0, got ${weight}`),
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map((name) => `region ${name} is named more than once; name it once, with the sum of its weights`),
  ];
  if (!regions.some(({ weight }) => weight > 0)) {
    problems.push(`regions must have one of a weight above 0, got [${names.join(', ')}]; give one a weight`);
  }
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
}
