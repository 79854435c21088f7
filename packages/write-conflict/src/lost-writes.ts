import { type StoredItem, WRITE_ID_LIMIT } from './item';

/** An item before and after a change, as the record of a stream with `NEW_AND_OLD_IMAGES` gives it. */
export interface ImageChange {
  /** @default - the item was inserted */
  readonly oldImage?: Readonly<Record<string, unknown>>;
  /** @default - the item was removed */
  readonly newImage?: Readonly<Record<string, unknown>>;
}

/** A change that undid writes. */
export interface Overwrite {
  /** What was there, and is gone from this replica. */
  readonly losing: StoredItem;
  /** What replaced it without containing its writes. */
  readonly winning: StoredItem;
  /** Ids of the writes that `losing` contained and `winning` does not, oldest first. */
  readonly lostWriteIds: readonly string[];
}

/**
 * The writes that a change of an item has undone, or undefined when there are none.
 *
 * A write of the library is made from the image that it replaces, so the new image contains the write ids of the old
 * one. An image that does not was made from another: the last writer has won over one that it did not know. With
 * {@link WRITE_ID_LIMIT} or more writes between both images the ids say nothing, and the change passes for regular.
 * So do removals, and images that are not the library's.
 */
export function overwriteIn({ oldImage, newImage }: ImageChange): Overwrite | undefined {
  if (!isStored(oldImage) || !isStored(newImage)) return undefined;
  // Each write in between has pushed one id out of a full list. An image of the same version or an older has pushed
  // out none.
  const between = Math.max(0, newImage.version - oldImage.version);
  const kept = Math.max(0, WRITE_ID_LIMIT - between);
  const expected = kept === 0 ? [] : oldImage.writeIds.slice(-kept);
  const lostWriteIds = expected.filter((id) => !newImage.writeIds.includes(id));
  return lostWriteIds.length === 0 ? undefined : { losing: oldImage, winning: newImage, lostWriteIds };
}

function isStored(image: Readonly<Record<string, unknown>> | undefined): image is StoredItem {
  return (
    image !== undefined &&
    typeof image['pk'] === 'string' &&
    typeof image['sk'] === 'string' &&
    typeof image['version'] === 'number' &&
    typeof image['epoch'] === 'number' &&
    typeof image['homeRegion'] === 'string' &&
    Array.isArray(image['writeIds'])
  );
}
