import type { Clock } from './clock';
import type { ItemData, VersionedItem } from './item';
import type { Replica } from './replica';
import type { RetryOptions } from './retry';
import type { Session } from './session';
import type { StickyReadOptions } from './sticky-read';
import type { PlacementOptions } from './write-mode';

/** What a region must hold in order to write. `RegionLease` is one. */
export interface WriteLease {
  /** Whether the region holds it now, by its own monotonic clock. */
  held(): boolean;
}

export interface VersionedStoreOptions extends PlacementOptions {
  readonly replica: Replica;
  /**
   * Asked right before each put. A put that is sent while the lease is held may still arrive after its end: bound the
   * client's time-outs and retries, and let a taker wait that much longer.
   * @default - none: forced take-overs are not possible
   */
  readonly lease?: WriteLease;
  readonly retry?: RetryOptions;
  /** @default systemClock */
  readonly clock?: Clock;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
  /** Id of a write whose caller names none. @default - a random UUID */
  readonly newWriteId?: () => string;
}

export interface CreateOptions {
  /** Names the write. A repetition with the same id takes effect once. @default - a new id: a repetition is another write */
  readonly writeId?: string;
  /** Remembers the item that is returned. */
  readonly session?: Session;
  /** Aborts the call with its reason. A put that is under way may still take effect. */
  readonly signal?: AbortSignal;
}

export interface UpdateOptions<T extends ItemData> extends CreateOptions, StickyReadOptions {
  /** The item as the caller has it. Spares the read, and nothing else: one that is out of date is read again. */
  readonly from?: VersionedItem<T>;
  /** Joins this write with those that came between. @default - `mutate` runs again on the item as it is then */
  readonly merge?: Merge<T>;
}

/** The data after the write. May run several times, so it must have no effects of its own; what it throws is thrown. */
export type Mutate<T extends ItemData> = (data: T, item: VersionedItem<T>) => T;

/** The data after both writes: a three-way merge. */
export type Merge<T extends ItemData> = (conflict: Conflict<T>) => T;

export interface Conflict<T extends ItemData> {
  /** What this write was made from. */
  readonly base: VersionedItem<T>;
  /** What it would have made of it. */
  readonly mine: T;
  /** What others made of it in the meantime. */
  readonly theirs: VersionedItem<T>;
}
