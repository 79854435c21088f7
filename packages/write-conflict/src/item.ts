/** Primary key of an item in the table: partition key and sort key. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** Attributes of the application, as the document client reads and writes them. */
export type ItemData = Readonly<Record<string, unknown>>;

/** Attributes that belong to the library; application data must not use their names. */
export interface ItemHeader {
  /** Grows by one with each write, from 1. The condition of every write names the version that it replaces. */
  readonly version: number;
  /** Region that alone writes the item. Set at the first placement, changed by a re-homing only. */
  readonly homeRegion: string;
  /** Grows by one with each re-homing, from 1. It never falls: a write of an older epoch is a zombie's. */
  readonly epoch: number;
  /** Ids of the last writes, newest last, at most {@link WRITE_ID_LIMIT}: how a lost acknowledgement is recognised. */
  readonly writeIds: readonly string[];
}

/** How many write ids an item keeps. A retry that comes after as many other writes of the same item is not recognised. */
export const WRITE_ID_LIMIT = 16;

/** An item as it lies in the table: key, header and application data side by side, so that indexes see the data. */
export type StoredItem = ItemKey & ItemHeader & ItemData;

/** An item as the library gives it to the application. */
export interface VersionedItem<T extends ItemData> extends ItemHeader {
  readonly key: ItemKey;
  readonly data: T;
}

const LIBRARY_ATTRIBUTES: ReadonlySet<string> = new Set([
  'pk',
  'sk',
  'version',
  'homeRegion',
  'epoch',
  'writeIds',
] satisfies readonly (keyof (ItemKey & ItemHeader))[]);

/** The item of a stored one. */
export function fromStored<T extends ItemData>(stored: StoredItem): VersionedItem<T> {
  const { pk, sk, version, homeRegion, epoch, writeIds } = stored;
  const data = Object.fromEntries(Object.entries(stored).filter(([name]) => !LIBRARY_ATTRIBUTES.has(name))) as T;
  return { key: { pk, sk }, version, homeRegion, epoch, writeIds, data };
}

/**
 * The stored form of an item.
 *
 * @throws TypeError when the data has an attribute of the library's
 */
export function toStored<T extends ItemData>({ key, data, ...header }: VersionedItem<T>): StoredItem {
  const taken = Object.keys(data).filter((name) => LIBRARY_ATTRIBUTES.has(name));
  if (taken.length > 0) {
    throw new TypeError(`data must not have attributes of the library, got ${taken.join(', ')}; rename them`);
  }
  const { version, homeRegion, epoch, writeIds } = header;
  return { ...data, pk: key.pk, sk: key.sk, version, homeRegion, epoch, writeIds };
}

/** Whether a write of this id is among the last ones of the item. */
export function hasWrite(item: Pick<ItemHeader, 'writeIds'>, writeId: string): boolean {
  return item.writeIds.includes(writeId);
}

/** The write ids after one more write. */
export function withWrite(writeIds: readonly string[], writeId: string): readonly string[] {
  return [...writeIds, writeId].slice(-WRITE_ID_LIMIT);
}
