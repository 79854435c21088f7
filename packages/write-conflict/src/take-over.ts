import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from './clock';
import { TakeOverRefusedError } from './errors';
import { FencedRegion } from './fenced-region';
import { LeaseBook, type LeaseEntry } from './lease-book';
import { quorumOf } from './lease-item';
import type { Replica } from './replica';

interface LeaseOptions {
  /** The region's, all of them. A majority must be reached. */
  readonly grantors: readonly Replica[];
  /** That of the region's `RegionLease`. @default 10_000 */
  readonly durationMilliseconds?: number;
  /** @default systemClock */
  readonly clock?: Clock;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
  readonly newWriteId?: () => string;
  readonly signal?: AbortSignal;
}

export interface TakeOverOptions extends LeaseOptions {
  /** Region whose lease is revoked. */
  readonly lost: string;
  /** Region that takes its items over. */
  readonly by: string;
  /**
   * How much longer than the lease to wait: the longest time that a put may be under way, with all of the client's
   * time-outs and retries, and 1 % of the duration for clocks that run unevenly.
   */
  readonly marginMilliseconds: number;
}

export interface ReinstateOptions extends LeaseOptions {
  /** Region that is back. */
  readonly region: string;
}

/**
 * Revokes the lease of a region that is lost, after which {@link forceTakeOver} may take its items. Needs a majority of
 * the grantors: reads the lease there, waits for its duration and the margin by its own clock, and revokes it there
 * under the condition that it was not renewed meanwhile. From then on every renewal fails.
 *
 * Any renewal that the lost region counts on was acknowledged by a majority, so at least one of the grantors here knows
 * of it: either it landed before the read, and has ended after the wait, or the revocation fails.
 *
 * May be repeated, also by another taker: what is revoked already is not waited for.
 *
 * @throws TakeOverRefusedError when fewer than a majority answer, or the region has renewed its lease meanwhile
 * @throws TypeError when the grantors are not an odd number of different regions
 * @throws RangeError when a number of milliseconds is out of range
 */
export async function takeOver(options: TakeOverOptions): Promise<FencedRegion> {
  const { lost, by, grantors, marginMilliseconds, clock = systemClock, signal } = options;
  const { book, quorum, durationMilliseconds } = open(lost, options);
  requirePositive('marginMilliseconds', marginMilliseconds);

  const entries = await book.read();
  if (entries.length < quorum) throw TakeOverRefusedError.noMajority(lost, entries.length, grantors.length);
  const revokedBefore = entries.filter(isRevoked);
  const needsWait = revokedBefore.length < quorum;
  if (needsWait) await clock.sleep(durationMilliseconds + marginMilliseconds, signal);

  // A former revocation is written anew, so that whoever made it cannot take it back any more.
  const revoked = await book.turn(needsWait ? entries : revokedBefore, by);
  if (revoked.length >= quorum) return new FencedRegion(lost, 'lease');
  // The region lives, and shall not be left with fewer grantors than it had.
  const former = new Set(revokedBefore.map(({ grantor }) => grantor));
  await book.turn(
    revoked.filter(({ grantor }) => !former.has(grantor)),
    undefined,
  );
  throw TakeOverRefusedError.renewed(lost, revoked.length, grantors.length);
}

/**
 * Lets a region hold its lease again. Do so once replication to it has caught up, so that it reads which items are no
 * longer its own.
 *
 * @throws TakeOverRefusedError when fewer than a majority of the grantors could be told
 * @throws TypeError when the grantors are not an odd number of different regions
 */
export async function reinstate(options: ReinstateOptions): Promise<void> {
  const { region, grantors } = options;
  const { book, quorum } = open(region, options);
  const entries = await book.read();
  const revoked = entries.filter(isRevoked);
  const granted = await book.turn(revoked, undefined);
  const count = entries.length - revoked.length + granted.length;
  if (count < quorum) throw TakeOverRefusedError.noMajority(region, count, grantors.length);
}

function open(
  holder: string,
  options: LeaseOptions,
): { book: LeaseBook; quorum: number; durationMilliseconds: number } {
  const { grantors, durationMilliseconds = 10_000, newWriteId = randomUUID, signal } = options;
  const { clock = systemClock, random = Math.random } = options;
  requirePositive('durationMilliseconds', durationMilliseconds);
  const quorum = quorumOf(grantors);
  const book = new LeaseBook({
    holder,
    grantors,
    clock,
    random,
    newWriteId,
    signal,
    limitMilliseconds: durationMilliseconds,
  });
  return { book, quorum, durationMilliseconds };
}

function isRevoked({ lease }: LeaseEntry): boolean {
  return lease?.revokedBy !== undefined;
}

function requirePositive(name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(`${name} must be positive, got ${value}; give milliseconds`);
}
