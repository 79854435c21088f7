import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from './clock';
import { type LeaseItem, quorumOf, readLease, renewedLease } from './lease-item';
import type { Replica } from './replica';
import { withTimeLimit } from './time-limit';
import type { WriteLease } from './versioned-store-options';

export interface RegionLeaseOptions {
  /** Region that holds the lease, for as long as it writes. */
  readonly region: string;
  /**
   * Replicas of an odd number of regions, each through its own region's endpoint. A majority must answer for the lease
   * to be held, so with three it outlives the loss of any one.
   */
  readonly grantors: readonly Replica[];
  /** How long a renewal lasts. A taker must know it. @default 10_000 */
  readonly durationMilliseconds?: number;
  /** Must not stand still while the process runs. @default systemClock */
  readonly clock?: Clock;
  readonly newWriteId?: () => string;
}

/**
 * The right of a region to write its items, without which a forced take-over loses more than what was not replicated:
 * replication applies a zombie's writes without evaluating any condition. A region that cannot reach a majority of the
 * grantors for the lease's duration stops by itself.
 *
 * No clocks are compared. The holder counts the duration from before it sends a renewal, by its own monotonic clock; a
 * taker counts it from after it has read the renewal, by its own. Whatever the holder still believes has ended by then.
 *
 * Each process of a region has a lease object of its own and renews the same items. Another process's renewal counts
 * for this one, since it landed after this one had started.
 *
 * **The tail**: a put that is sent while the lease is held may arrive after its end, and so may one of a process that
 * was stopped between asking and sending. The taker's margin must be longer than the client's time-outs and retries.
 */
export class RegionLease implements WriteLease {
  readonly region: string;
  readonly durationMilliseconds: number;
  private readonly grantors: readonly Replica[];
  private readonly quorum: number;
  private readonly clock: Clock;
  private readonly newWriteId: () => string;
  /** By grantor: when the last renewal that succeeded was begun. */
  private readonly renewedAt = new Map<string, number>();

  /**
   * @throws TypeError when the grantors are not an odd number of different regions
   * @throws RangeError when the duration is not positive
   */
  constructor({ region, grantors, durationMilliseconds = 10_000, clock, newWriteId }: RegionLeaseOptions) {
    this.quorum = quorumOf(grantors);
    if (!(durationMilliseconds > 0 && durationMilliseconds < Infinity)) {
      throw new RangeError(`durationMilliseconds must be positive, got ${durationMilliseconds}; give milliseconds`);
    }
    this.region = region;
    this.grantors = grantors;
    this.durationMilliseconds = durationMilliseconds;
    this.clock = clock ?? systemClock;
    this.newWriteId = newWriteId ?? randomUUID;
  }

  /** Whether the region may write now. */
  held(): boolean {
    return this.remainingMilliseconds() > 0;
  }

  /** Time until the lease ends if it is not renewed, 0 when it is not held. */
  remainingMilliseconds(): number {
    const latestFirst = [...this.renewedAt.values()].sort((a, b) => b - a);
    const start = latestFirst[this.quorum - 1];
    return start === undefined ? 0 : Math.max(0, start + this.durationMilliseconds - this.clock.now());
  }

  /**
   * Renews the lease at every grantor at once, giving each a third of the duration to answer. A grantor that fails
   * counts for nothing.
   *
   * @returns whether the lease is held
   */
  async renew(signal?: AbortSignal): Promise<boolean> {
    await Promise.all(this.grantors.map((grantor) => this.renewAt(grantor, signal)));
    return this.held();
  }

  /** Renews the lease, three times in its duration, until the signal is aborted. */
  async keep(signal: AbortSignal): Promise<void> {
    const interval = this.durationMilliseconds / 3;
    while (!signal.aborted) {
      const start = this.clock.now();
      await this.renew(signal);
      const wait = Math.max(0, start + interval - this.clock.now());
      await this.clock.sleep(wait, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  private async renewAt(grantor: Replica, signal: AbortSignal | undefined): Promise<void> {
    const start = this.clock.now();
    const { region } = grantor;
    const isRenewed = await withTimeLimit(this.clock, this.durationMilliseconds / 3, signal, async (limit) => {
      const current = await readLease(grantor, this.region, limit);
      if (current?.revokedBy !== undefined) return false;
      const next = renewedLease(this.region, region, current, this.newWriteId());
      const outcome = await grantor.put(next, current ?? 'absent', { signal: limit });
      // What changed the item since the read, if not a revocation, is a renewal by another process.
      const found = outcome.done ? next : (outcome.current as LeaseItem | undefined);
      return found !== undefined && found.revokedBy === undefined;
    }).catch(() => undefined);
    if (isRenewed === true) this.renewedAt.set(region, Math.max(start, this.renewedAt.get(region) ?? -Infinity));
    if (isRenewed === false) this.renewedAt.delete(region);
    // Not reached, or not known whether: the former renewal runs on.
  }
}
