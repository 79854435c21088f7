/** How often a write is tried, and how the waits between the attempts grow. */
export interface RetryOptions {
  /** Attempts in all, the first included, at least 1. @default 10 */
  readonly attempts?: number;
  /** Upper bound of the first wait. @default 10 */
  readonly baseMilliseconds?: number;
  /** Upper bound of every wait. @default 1000 */
  readonly capMilliseconds?: number;
}

/** @throws RangeError when a number is out of range */
export function resolveRetry({
  attempts = 10,
  baseMilliseconds = 10,
  capMilliseconds = 1000,
}: RetryOptions = {}): Required<RetryOptions> {
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw new RangeError(`attempts must be a whole number from 1, got ${attempts}; 1 tries once and never again`);
  }
  if (!(baseMilliseconds >= 0 && capMilliseconds >= baseMilliseconds && capMilliseconds < Infinity)) {
    throw new RangeError(
      `waits must satisfy 0 <= baseMilliseconds <= capMilliseconds, got ${baseMilliseconds} and ${capMilliseconds}; raise the cap, or lower the base`,
    );
  }
  return { attempts, baseMilliseconds, capMilliseconds };
}

/**
 * Wait before the next attempt, in milliseconds: anything from 0 to a bound that doubles with each attempt. Spreading
 * over the whole range ("full jitter") keeps writers that have collided from colliding again.
 *
 * @param attempt - the attempt that has failed, from 1
 * @param random - gives a number from 0 to below 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter(
  attempt: number,
  { baseMilliseconds, capMilliseconds }: Required<RetryOptions>,
  random: () => number,
): number {
  return random() * Math.min(capMilliseconds, baseMilliseconds * 2 ** (attempt - 1));
}
