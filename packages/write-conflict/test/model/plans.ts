import fc from 'fast-check';
import { CHOICES } from './scheduler';

export interface PlannedClient {
  readonly region: string;
  /** Virtual milliseconds before each of its writes, which follow one another. */
  readonly waits: readonly number[];
  /** Whether it writes from the item that its last write returned, without reading it again. */
  readonly keeps: boolean;
}

/** What is drawn of a run. It is small when it is shrunk. */
export interface Plan {
  readonly choices: readonly number[];
  /** By how much each region's clock is ahead, in steps. */
  readonly skew: readonly number[];
  readonly clients: readonly PlannedClient[];
  /** For how many steps a write is at least on its way to another region, if anything else can happen meanwhile. */
  readonly lag: number;
  /** Regions that the home moves to, one after another. */
  readonly moves: readonly string[];
  /** How often the home region renews its lease. */
  readonly renewals: number;
}

export interface PlanBounds {
  readonly regions: readonly string[];
  readonly clients: number;
  /** Where clients are. @default - in any region */
  readonly clientRegions?: readonly string[];
  readonly writes: number;
  /** @default 0 */
  readonly moves?: number;
  /** @default 0 */
  readonly renewals?: number;
  /** Virtual milliseconds that a client may wait before a write, the plainest first. @default - it does not wait */
  readonly waits?: readonly number[];
  /** Longest lag of replication, in steps. @default 20 */
  readonly lag?: number;
  /** @default 60 */
  readonly choices?: number;
  /** Clocks are ahead by less than this many steps. @default 40 */
  readonly skew?: number;
}

/**
 * Draws runs. Smaller is plainer: fewer clients and writes, clocks that agree, steps in the order in which they came
 * up, no faults.
 */
export function plans({
  regions,
  clients,
  clientRegions = regions,
  writes,
  moves = 0,
  renewals = 0,
  waits = [0],
  lag = 20,
  choices = 60,
  skew = 40,
}: PlanBounds): fc.Arbitrary<Plan> {
  const client = fc.record({
    region: fc.constantFrom(...clientRegions),
    waits: fc.array(fc.constantFrom(...waits), { minLength: 1, maxLength: writes, size: 'max' }),
    keeps: fc.boolean(),
  });
  return fc.record({
    choices: fc.array(fc.nat({ max: CHOICES - 1 }), { maxLength: choices, size: 'max' }),
    skew: fc.tuple(...regions.map(() => fc.nat({ max: skew - 1 }))),
    lag: fc.nat({ max: lag }),
    clients: fc.array(client, { minLength: 1, maxLength: clients, size: 'max' }),
    moves: fc.array(fc.constantFrom(...regions), { maxLength: moves, size: 'max' }),
    renewals: fc.nat({ max: renewals }),
  });
}
