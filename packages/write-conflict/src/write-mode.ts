/**
 * Who writes an item, as AWS names it:
 * - `write-to-any-region`: whoever wants to. Between regions the last writer wins, so **updates are lost** (MREC).
 * - `write-to-one-region`: the primary region, for all items
 * - `write-to-your-region`: the item's home region
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-global-table-design.prescriptive-guidance.writemodes.html
 */
export type WriteMode = 'write-to-any-region' | 'write-to-one-region' | 'write-to-your-region';

/** Where a new item is at home. `HomeRegionRouter` is one. */
export interface Placement {
  /** @param key - the partition key, so that the items of a partition are placed together */
  homeOf(key: string): string;
}

export interface PlacementOptions {
  readonly writeMode: WriteMode;
  /** Of `write-to-one-region`. Changing it places new items only: hand the existing ones off. */
  readonly primaryRegion?: string;
  /** Of `write-to-your-region`. @default - the region that creates an item is its home, so keys must be unique among regions */
  readonly placement?: Placement;
}

/**
 * How a write mode places new items.
 *
 * @throws TypeError when an option is missing, or belongs to another mode
 */
export function placementOf({ writeMode, primaryRegion, placement }: PlacementOptions, region: string): Placement {
  if (writeMode === 'write-to-one-region' && primaryRegion === undefined) {
    throw new TypeError('write-to-one-region needs primaryRegion; name the region that writes');
  }
  if (writeMode !== 'write-to-one-region' && primaryRegion !== undefined) {
    throw new TypeError(`primaryRegion belongs to write-to-one-region, got it with ${writeMode}; leave it out`);
  }
  if (writeMode !== 'write-to-your-region' && placement !== undefined) {
    throw new TypeError(`placement belongs to write-to-your-region, got it with ${writeMode}; leave it out`);
  }
  return placement ?? { homeOf: () => primaryRegion ?? region };
}
