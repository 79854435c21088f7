import type { Effects } from '../checker';
import type { Consistency } from '../lab-table';
import type { Operation } from '../schedule';
import type { World } from '../world';

/** A way to write items in two regions. */
export interface Strategy {
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** Whether the documentation claims that it neither loses nor duplicates an acknowledged write. */
  readonly safe: boolean;
  /** @default 'EVENTUAL' */
  readonly consistency?: Consistency;
  start(world: World): Promise<RunningStrategy>;
}

export interface RunningStrategy {
  /** Writes for a client of a region. Resolves when the write is acknowledged. */
  write(operation: Operation, region: string): Promise<void>;
  /** Moves the home of all items, in the middle of the run. @default - it stays */
  move?(): Promise<void>;
  /** The operations that each item shows in a region. @default - the list that the item has */
  effects?(region: string): Promise<Effects>;
}
