import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from './clock';
import { NotFoundError } from './errors';
import type { FencedRegion } from './fenced-region';
import { rehomed } from './hand-off';
import { fromStored, type ItemData, type ItemKey, type StoredItem, type VersionedItem } from './item';
import type { Replica } from './replica';
import { resolveRetry, type RetryOptions } from './retry';
import { isOlder } from './session';
import { settledRewrite } from './settled-rewrite';

export interface ForceTakeOverOptions {
  /**
   * Replicas of the other regions that are not lost. They are asked first: one of them may have received more of the
   * item, or may have become its home by a hand-off.
   * @default - none: a table with two regions
   */
  readonly survivors?: readonly Replica[];
  /** Names the take-over. A repetition with the same id takes effect once. @default - a new id */
  readonly writeId?: string;
  readonly retry?: RetryOptions;
  /** @default systemClock */
  readonly clock?: Clock;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
  readonly signal?: AbortSignal;
}

export interface ForcedTakeOver<T extends ItemData = ItemData> {
  /** False when the item is not at home in the lost region: another has it, or it was taken before. */
  readonly taken: boolean;
  readonly item: VersionedItem<T>;
  /**
   * What the take-over has seen of the lost region's writes. Those of this epoch with a higher version were
   * acknowledged and are lost: the part of the RPO that falls on this item. Undefined when it was not taken, or by an
   * earlier call with the same write id.
   */
  readonly seen: { readonly version: number; readonly epoch: number } | undefined;
}

/**
 * Makes this region the home of an item whose home is lost, on the newest image that has left it. What the lost region
 * acknowledged and did not replicate is lost, also when it comes back: its images are older than the take-over's, and
 * last writer wins drops them. A `ConflictDetector` on the stream of the region that is back gives them out.
 *
 * The lost region must write nothing, or its later writes win over those that were made here.
 *
 * A hand-off that the lost region made to a survivor may still be on its way when that one is asked. Then two regions
 * take themselves for the home until the take-over has arrived there: stop planned hand-offs out of a region that is
 * failing.
 *
 * @param replica - of the new home
 * @throws NotFoundError when no replica that was asked has the item
 * @throws ConflictExhaustedError, OutcomeUnknownError, ThrottledError
 * @throws whatever a survivor throws that does not answer: without it, nothing is known of what it has
 */
export async function forceTakeOver<T extends ItemData = ItemData>(
  replica: Replica,
  key: ItemKey,
  lost: FencedRegion,
  options: ForceTakeOverOptions = {},
): Promise<ForcedTakeOver<T>> {
  const { survivors = [], writeId = randomUUID(), retry, clock = systemClock, random = Math.random, signal } = options;
  const pace = { clock, random, retry: resolveRetry(retry) };
  const elsewhere = await Promise.all(survivors.map((survivor) => survivor.get(key, { consistent: true, signal })));
  let newest: StoredItem | undefined;
  const next = (current: StoredItem | undefined): StoredItem | undefined => {
    newest = newestOf([current, ...elsewhere]);
    if (newest === undefined) throw new NotFoundError(key, replica.region);
    return newest.homeRegion === lost.region ? rehomed(newest, replica.region, writeId) : undefined;
  };
  const { written, item } = await settledRewrite(replica, pace, { key, writeId, signal, next });
  // What is at home elsewhere may not have arrived here. A missing item was refused.
  const found = (written ? item : newest) as StoredItem;
  const seen = written && newest ? { version: newest.version, epoch: newest.epoch } : undefined;
  return { taken: written, item: fromStored<T>(found), seen };
}

function newestOf(images: readonly (StoredItem | undefined)[]): StoredItem | undefined {
  const [first, ...others] = images.filter((image) => image !== undefined);
  return others.reduce((newest, image) => (newest && isOlder(newest, image) ? image : newest), first);
}
