import { between, type Random, seededRandom } from './random';

/** How much a run does. */
export interface Load {
  readonly clientsPerRegion: number;
  readonly operationsPerClient: number;
  readonly keys: number;
  /** Time from the first operation to the last, in milliseconds. */
  readonly spanMilliseconds: number;
}

/** About 240 writes, each client one in a tenth of a second. */
export const FULL_LOAD: Load = { clientsPerRegion: 4, operationsPerClient: 30, keys: 6, spanMilliseconds: 3_000 };

/** Half as long at the same pace, for tests. */
export const SHORT_LOAD: Load = { ...FULL_LOAD, operationsPerClient: 15, spanMilliseconds: 1_500 };

/** One write of one client. It appends its id to the item, so that it can be found again. */
export interface Operation {
  readonly id: string;
  readonly key: string;
  /** Its place among the operations on its key, from 0. */
  readonly ordinal: number;
  /** Milliseconds from the start at which it begins, if the client's former one has ended. */
  readonly at: number;
}

export interface Client {
  readonly name: string;
  readonly region: string;
  readonly operations: readonly Operation[];
}

/** Nothing travels from one region to the other for a while. */
export interface Pause {
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly milliseconds: number;
}

/** What happens in a run, and when. The same seed draws the same. */
export interface Schedule {
  readonly keys: readonly string[];
  readonly clients: readonly Client[];
  readonly pauses: readonly Pause[];
  /** Share of the acknowledgements that are lost, in every region. */
  readonly lostAcknowledgements: number;
  /** When the items' home moves from the first region to the second, in a strategy in which it does. */
  readonly moveAt: number;
}

/** @param regions - the home at first, and the one to which it moves */
export function drawSchedule(seed: number, load: Load, regions: readonly [string, string]): Schedule {
  const random = seededRandom(seed);
  const keys = Array.from({ length: load.keys }, (_, i) => `item-${i + 1}`);
  const moveAt = load.spanMilliseconds * between(random, 0.4, 0.6);
  const [first, second] = regions;
  const pauses = [
    { from: first, to: second, at: load.spanMilliseconds * between(random, 0, 0.2), milliseconds: 200 },
    { from: second, to: first, at: load.spanMilliseconds * between(random, 0.7, 0.9), milliseconds: 200 },
    // This one holds up what the old home writes last.
    { from: first, to: second, at: moveAt - between(random, 200, 300), milliseconds: 500 },
  ];
  return {
    keys,
    clients: drawClients(random, load, regions, keys),
    pauses,
    lostAcknowledgements: 0.08,
    moveAt,
  };
}

function drawClients(
  random: Random,
  { clientsPerRegion, operationsPerClient, spanMilliseconds }: Load,
  regions: readonly string[],
  keys: readonly string[],
): Client[] {
  const ordinals = new Map(keys.map((key) => [key, 0]));
  const names = Array.from({ length: clientsPerRegion * regions.length }, (_, i) => `c${i + 1}`);
  return names.map((name, i) => {
    const times = Array.from({ length: operationsPerClient }, () => between(random, 0, spanMilliseconds));
    const operations = times
      .sort((a, b) => a - b)
      .map((at, n): Operation => {
        const key = keys[Math.floor(random() * keys.length)] as string;
        const ordinal = ordinals.get(key) ?? 0;
        ordinals.set(key, ordinal + 1);
        return { id: `${name}.${n + 1}`, key, ordinal, at };
      });
    return { name, region: regions[i % regions.length] as string, operations };
  });
}
