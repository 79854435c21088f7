import type { DetectedConflict, StoredItem } from '@active-active/write-conflict';

/**
 * What the log keeps of a conflict: the losing image is left nowhere else. Ids, status and lines, and nothing that tells
 * who the customer is.
 */
export function conflictLine({ losing, winning, lostWriteIds }: DetectedConflict) {
  return {
    orderId: losing.pk.replace(/^ORDER#/, ''),
    lostWriteIds,
    losing: imageOf(losing),
    winning: imageOf(winning),
  };
}

function imageOf({ version, epoch, homeRegion, status, lines }: StoredItem) {
  return { version, epoch, homeRegion, status, lines };
}
