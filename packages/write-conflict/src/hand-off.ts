import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from './clock';
import { NotFoundError, NotHomeError } from './errors';
import { fromStored, type ItemData, type ItemKey, type StoredItem, type VersionedItem, withWrite } from './item';
import type { Replica } from './replica';
import { resolveRetry, type RetryOptions } from './retry';
import { settledRewrite } from './settled-rewrite';
import type { WriteLease } from './versioned-store-options';

export interface HandOffOptions {
  /** Names the hand-off. A repetition with the same id takes effect once. @default - a new id */
  readonly writeId?: string;
  /** The old home's, if it has one: a region that may have been taken over hands nothing off. @default - none */
  readonly lease?: WriteLease;
  readonly retry?: RetryOptions;
  /** @default systemClock */
  readonly clock?: Clock;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
  readonly signal?: AbortSignal;
}

export interface HandOff<T extends ItemData = ItemData> {
  /** False when the item was at home there already. */
  readonly moved: boolean;
  readonly item: VersionedItem<T>;
}

/**
 * Makes another region the home of an item: one conditional write, at the old home, that names the new home and begins
 * a new epoch. It loses nothing and needs no clock:
 *
 * - At the old home it is ordered among all writes. Those before it are in the image that it writes; those after it
 *   fail their condition, and their writers learn of the new home.
 * - The new home writes once it reads its own name in its local replica. That image has every earlier write in it.
 *
 * Until the image has arrived nobody writes the item: that gap is the replication lag. A region without a replica never
 * reads the image, so a wrong name leaves the item without a home; check the name against the table's replicas.
 *
 * @param replica - of the old home
 * @throws NotFoundError when the old home has no such item
 * @throws NotHomeError when the item is at home in a third region; hand it off there
 * @throws LeaseLostError, ConflictExhaustedError, OutcomeUnknownError, ThrottledError
 */
export async function handOff<T extends ItemData = ItemData>(
  replica: Replica,
  key: ItemKey,
  toRegion: string,
  options: HandOffOptions = {},
): Promise<HandOff<T>> {
  const { writeId = randomUUID(), lease, retry, clock = systemClock, random = Math.random, signal } = options;
  const pace = { clock, random, retry: resolveRetry(retry) };
  const next = (current: StoredItem | undefined): StoredItem | undefined => {
    if (current === undefined) throw new NotFoundError(key, replica.region);
    if (current.homeRegion === toRegion) return undefined;
    if (current.homeRegion !== replica.region) throw new NotHomeError(key, replica.region, current.homeRegion);
    return rehomed(current, toRegion, writeId);
  };
  const { written, item } = await settledRewrite(replica, pace, { key, writeId, lease, signal, next });
  // `next` has refused a missing item.
  return { moved: written, item: fromStored<T>(item as StoredItem) };
}

/** The item with another home, which begins a new epoch. */
export function rehomed(item: StoredItem, homeRegion: string, writeId: string): StoredItem {
  return {
    ...item,
    homeRegion,
    epoch: item.epoch + 1,
    version: item.version + 1,
    writeIds: withWrite(item.writeIds, writeId),
  };
}
