import { AlreadyExistsError, NotFoundError } from './errors';
import type { ItemKey } from './item';
import type { Replica } from './replica';
import type { StickyReadOptions } from './sticky-read';
import { VersionedStore } from './versioned-store';
import type { CreateOptions, VersionedStoreOptions } from './versioned-store-options';

export interface PerRegionCounterOptions extends Pick<
  VersionedStoreOptions,
  'lease' | 'retry' | 'clock' | 'random' | 'newWriteId'
> {
  readonly replica: Replica;
  /** Every region that counts, or ever has: the count of one that is left out is missing in the sum. */
  readonly regions: readonly string[];
}

type Count = { readonly count: number };

/**
 * Counters that all regions add to. Each region has an item of its own, which it alone writes, and the value is the sum:
 * what the literature calls a G-counter, or a PN-counter with its negative amounts. Attributes per region in one item
 * would not do, for the last writer wins the whole item.
 *
 * A sum is what has been replicated so far. It cannot keep a limit, such as "not below zero", between regions.
 * @see https://hal.inria.fr/inria-00555588
 */
export class PerRegionCounter {
  private readonly store: VersionedStore;
  private readonly regions: readonly string[];

  /** @throws RangeError when the replica's region is not among the regions, or one is named twice */
  constructor({ regions, ...options }: PerRegionCounterOptions) {
    const { region } = options.replica;
    if (!regions.includes(region)) {
      throw new RangeError(
        `regions must contain ${region}, where this counter adds, got [${regions.join(', ')}]; add it`,
      );
    }
    const twice = regions.find((name, i) => regions.indexOf(name) !== i);
    if (twice !== undefined)
      throw new RangeError(`regions must name ${twice} once, or it is counted twice; remove one`);
    this.regions = regions;
    this.store = new VersionedStore({ ...options, writeMode: 'write-to-your-region' });
  }

  /**
   * Adds to this region's item, and returns its count.
   *
   * @param amount - a whole number; negative ones subtract
   * @param options.writeId - names the addition: repeated with the same id it counts once, in this region
   * @throws RangeError when the amount or the count is no safe integer
   * @throws what {@link VersionedStore.update} throws
   */
  async add(key: ItemKey, amount: number, options: CreateOptions = {}): Promise<number> {
    requireSafeInteger('amount', amount);
    const own = itemOf(key, this.store.region);
    const raise = ({ count }: Count): Count => ({ count: requireSafeInteger('count', count + amount) });
    try {
      return (await this.store.update<Count>(own, raise, options)).data.count;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    try {
      return (await this.store.create<Count>(own, { count: amount }, options)).data.count;
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
    }
    // Another addition has created it in the meantime.
    return (await this.store.update<Count>(own, raise, options)).data.count;
  }

  /**
   * The sum over the regions, as far as their counts have arrived in this one.
   *
   * @throws what {@link VersionedStore.get} throws
   */
  async value(key: ItemKey, options: StickyReadOptions = {}): Promise<number> {
    const items = await Promise.all(this.regions.map((region) => this.store.get<Count>(itemOf(key, region), options)));
    return items.reduce((sum, item) => sum + (item?.data.count ?? 0), 0);
  }
}

/** Key of a region's item of a counter. */
function itemOf({ pk, sk }: ItemKey, region: string): ItemKey {
  return { pk, sk: `${sk}#${region}` };
}

function requireSafeInteger(name: string, value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${name} must be a whole number up to 2^53 - 1, got ${value}; count in larger units`);
}
