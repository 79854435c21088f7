/** How it is known that a region writes nothing any more. */
export type FencedBy = 'lease' | 'operator';

/**
 * A region that writes nothing until it is let in again. {@link takeOver} makes one by revoking the region's lease,
 * {@link vouchFenced} on a person's word.
 */
export class FencedRegion {
  /** Sets it apart from any object of this shape. */
  protected readonly isFenced = true;

  constructor(
    readonly region: string,
    readonly by: FencedBy,
  ) {}
}

/**
 * Takes a person's word that a region writes nothing: its tasks are stopped and kept from starting, or its role is
 * denied to write. With two regions and no third that keeps leases, this is the only way, for neither region can tell
 * the other's loss from that of the line between them.
 *
 * If the region does write, acknowledged updates are lost and nobody is told: replication evaluates no condition.
 */
export function vouchFenced(region: string): FencedRegion {
  return new FencedRegion(region, 'operator');
}
