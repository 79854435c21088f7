/**
 * Loses a share of the acknowledgements of writes: the write is done, and the connection is cut before the answer. What
 * a client makes of that is for its tests to see.
 */
export class LostAcknowledgements {
  private readonly shares = new Map<string, number>();
  private lost = 0;

  constructor(private readonly random: () => number = Math.random) {}

  list(): { readonly shares: Readonly<Record<string, number>>; readonly lost: number } {
    return { shares: Object.fromEntries(this.shares), lost: this.lost };
  }

  /** @param share - of a region's writes, 0 to 1 */
  set(region: string, share: number): void {
    if (share === 0) this.shares.delete(region);
    else this.shares.set(region, share);
  }

  clear(): void {
    this.shares.clear();
    this.lost = 0;
  }

  /** Decides about one acknowledgement. */
  loses(region: string): boolean {
    const share = this.shares.get(region);
    if (share === undefined || this.random() >= share) return false;
    this.lost += 1;
    return true;
  }
}
