import { NotFoundError } from './errors';
import { type BulkOptions, type BulkReport, forEachKey } from './for-each-key';
import { handOff, type HandOffOptions } from './hand-off';
import type { ItemKey } from './item';
import type { Replica } from './replica';

export interface HandOffAllOptions extends BulkOptions, Omit<HandOffOptions, 'writeId' | 'signal'> {}

export interface HandOffReport extends BulkReport {
  readonly moved: number;
  /** Items whose home was the new one already: those of an earlier run. */
  readonly alreadyThere: number;
  /** Keys without an item at the old home. */
  readonly missing: number;
}

/**
 * Hands off many items, see {@link handOff}. May be repeated and resumed: an item that has moved stays where it is.
 * Items are independent, so while it runs each is written at the one home or at the other.
 *
 * @param replica - of the old home
 * @param keys - of items that are at home there; others fail, unless the new home is theirs already
 * @throws RangeError when a number is out of range, or no key is that of `resumeFrom`
 * @throws whatever the source of the keys throws
 */
export async function handOffAll(
  replica: Replica,
  keys: AsyncIterable<ItemKey> | Iterable<ItemKey>,
  toRegion: string,
  options: HandOffAllOptions = {},
): Promise<HandOffReport> {
  const count = { moved: 0, alreadyThere: 0, missing: 0 };
  const move = async (key: ItemKey, signal: AbortSignal | undefined): Promise<void> => {
    try {
      const { moved } = await handOff(replica, key, toRegion, { ...options, signal });
      count[moved ? 'moved' : 'alreadyThere'] += 1;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      count.missing += 1;
    }
  };
  const report = await forEachKey(keys, move, options);
  return { ...count, ...report };
}
