import { type ItemKey, type StoredItem, withWrite } from './item';
import type { Replica } from './replica';

/** A region's lease as a grantor keeps it. `version` counts the renewals, `epoch` the revocations and reinstatements. */
export type LeaseItem = StoredItem & {
  /** Region that has taken the holder's items over: until it is reinstated, every renewal fails. */
  readonly revokedBy?: string;
};

/** One item for each holder and grantor, written only at the grantor: last writer wins never has to choose. */
export function leaseKey(holder: string, grantor: string): ItemKey {
  return { pk: `LEASE#${holder}`, sk: grantor };
}

export async function readLease(
  grantor: Replica,
  holder: string,
  signal: AbortSignal | undefined,
): Promise<LeaseItem | undefined> {
  return grantor.get(leaseKey(holder, grantor.region), { consistent: true, signal });
}

/** The lease after a renewal by its holder. */
export function renewedLease(
  holder: string,
  grantor: string,
  current: LeaseItem | undefined,
  writeId: string,
): LeaseItem {
  const former = current ?? { ...leaseKey(holder, grantor), version: 0, homeRegion: grantor, epoch: 1, writeIds: [] };
  return { ...former, version: former.version + 1, writeIds: withWrite(former.writeIds, writeId) };
}

/** The lease after a revocation, or after a reinstatement when `revokedBy` is undefined. */
export function turnedLease(
  holder: string,
  grantor: string,
  current: LeaseItem | undefined,
  revokedBy: string | undefined,
  writeId: string,
): LeaseItem {
  const { revokedBy: _former, ...next } = renewedLease(holder, grantor, current, writeId) as LeaseItem;
  return { ...next, epoch: next.epoch + 1, ...(revokedBy === undefined ? {} : { revokedBy }) };
}

/**
 * Grantors that make a quorum: any two quorums have one in common.
 *
 * @throws TypeError when the grantors are not an odd number of different regions
 */
export function quorumOf(grantors: readonly Replica[]): number {
  const regions = grantors.map(({ region }) => region);
  if (regions.length % 2 === 1 && new Set(regions).size === regions.length) return (regions.length + 1) / 2;
  throw new TypeError(
    `grantors must be an odd number of different regions, got [${regions.join(', ')}]; an even number bears no more losses than one less, so add a region that keeps leases only`,
  );
}
