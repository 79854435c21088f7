import type { Clock } from './clock';
import { type LeaseItem, readLease, turnedLease } from './lease-item';
import type { Replica } from './replica';
import { resolveRetry } from './retry';
import { settledPut } from './settled-put';
import { withTimeLimit } from './time-limit';

/** The lease as a grantor has it. */
export interface LeaseEntry {
  readonly grantor: Replica;
  readonly lease: LeaseItem | undefined;
}

export interface LeaseBookOptions {
  readonly holder: string;
  readonly grantors: readonly Replica[];
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly newWriteId: () => string;
  readonly signal: AbortSignal | undefined;
  /** How long a grantor may take to answer. */
  readonly limitMilliseconds: number;
}

/** A region's lease at all of its grantors, for those who revoke it. A grantor that does not answer is left out. */
export class LeaseBook {
  constructor(private readonly options: LeaseBookOptions) {}

  read(): Promise<LeaseEntry[]> {
    const { grantors, holder } = this.options;
    return this.ask(grantors, async (grantor, signal) => ({
      grantor,
      lease: await readLease(grantor, holder, signal),
    }));
  }

  /**
   * Revokes the lease, or grants it again.
   *
   * @param entries - as they were read; one that has changed since stays as it is
   * @param revokedBy - undefined to grant it again
   * @returns the entries that are so now
   */
  turn(entries: readonly LeaseEntry[], revokedBy: string | undefined): Promise<LeaseEntry[]> {
    const { holder, clock, random, newWriteId } = this.options;
    const pace = { clock, random, retry: resolveRetry() };
    return this.ask(entries, async ({ grantor, lease }, signal) => {
      const writeId = newWriteId();
      const item = turnedLease(holder, grantor.region, lease, revokedBy, writeId);
      const outcome = await settledPut(grantor, pace, { item, condition: lease ?? 'absent', writeId, signal });
      return outcome.done ? { grantor, lease: item } : undefined;
    });
  }

  private async ask<T>(
    all: readonly T[],
    call: (each: T, signal: AbortSignal) => Promise<LeaseEntry | undefined>,
  ): Promise<LeaseEntry[]> {
    const { clock, limitMilliseconds, signal } = this.options;
    const calls = all.map((each) => withTimeLimit(clock, limitMilliseconds, signal, (limit) => call(each, limit)));
    const results = await Promise.allSettled(calls);
    signal?.throwIfAborted();
    return results.flatMap((result) =>
      result.status === 'fulfilled' && result.value !== undefined ? [result.value] : [],
    );
  }
}
