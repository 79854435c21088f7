import { NotFoundError } from './errors';
import type { FencedRegion } from './fenced-region';
import { type BulkOptions, type BulkReport, forEachKey } from './for-each-key';
import { type ForcedTakeOver, forceTakeOver, type ForceTakeOverOptions } from './force-take-over';
import type { ItemKey } from './item';
import type { Replica } from './replica';

export interface ForceTakeOverAllOptions extends BulkOptions, Omit<ForceTakeOverOptions, 'writeId' | 'signal'> {}

/** An item that was taken, and from which version on writes of the lost region may be missing. */
export interface TakenItem {
  readonly key: ItemKey;
  readonly seen: ForcedTakeOver['seen'];
}

export interface TakeOverReport extends BulkReport {
  /** The items whose unreplicated writes are lost, if there were any. */
  readonly taken: readonly TakenItem[];
  /** Items that were at home elsewhere, or here already. */
  readonly homeElsewhere: number;
  /** Keys without an item in any region that was asked. */
  readonly missing: number;
}

/**
 * Takes over many items, see {@link forceTakeOver}. May be repeated and resumed. An item that the lost region created
 * and did not replicate is in no list of keys, and lost.
 *
 * @param replica - of the new home
 * @throws RangeError when a number is out of range, or no key is that of `resumeFrom`
 * @throws whatever the source of the keys throws
 */
export async function forceTakeOverAll(
  replica: Replica,
  keys: AsyncIterable<ItemKey> | Iterable<ItemKey>,
  lost: FencedRegion,
  options: ForceTakeOverAllOptions = {},
): Promise<TakeOverReport> {
  const taken: TakenItem[] = [];
  const count = { homeElsewhere: 0, missing: 0 };
  const take = async (key: ItemKey, signal: AbortSignal | undefined): Promise<void> => {
    try {
      const result = await forceTakeOver(replica, key, lost, { ...options, signal });
      if (result.taken) taken.push({ key, seen: result.seen });
      else count.homeElsewhere += 1;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      count.missing += 1;
    }
  };
  const report = await forEachKey(keys, take, options);
  return { taken, ...count, ...report };
}
