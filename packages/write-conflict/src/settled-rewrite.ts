import { ConflictExhaustedError, LeaseLostError, OutcomeUnknownError } from './errors';
import { failureOf } from './failure';
import { hasWrite, type ItemKey, type StoredItem } from './item';
import type { Replica } from './replica';
import { fullJitter } from './retry';
import { type Pace, settledPut } from './settled-put';
import type { WriteLease } from './versioned-store-options';

export interface SettledRewriteRequest {
  readonly key: ItemKey;
  readonly writeId: string;
  /** Asked right before each put. */
  readonly lease?: WriteLease;
  readonly signal?: AbortSignal;
  /** The next image of the item, or undefined when nothing is to be done. Refuses by throwing. */
  readonly next: (current: StoredItem | undefined) => StoredItem | undefined;
}

/** Whether the rewrite took effect, and the item as it is since. */
export interface SettledRewrite {
  readonly written: boolean;
  readonly item: StoredItem | undefined;
}

/**
 * Reads an item and replaces it by what `next` makes of it, under the condition that it is still what was read;
 * again, when another write came between.
 *
 * @throws LeaseLostError when a lease is given and not held
 * @throws ConflictExhaustedError, OutcomeUnknownError, ThrottledError
 */
export async function settledRewrite(
  replica: Replica,
  pace: Pace,
  { key, writeId, lease, signal, next }: SettledRewriteRequest,
): Promise<SettledRewrite> {
  const { clock, retry, random } = pace;
  for (let attempt = 1; ; attempt += 1) {
    const current = await replica.get(key, { consistent: true, signal });
    if (current && hasWrite(current, writeId)) return { written: true, item: current };
    const item = next(current);
    if (item === undefined) return { written: false, item: current };
    if (lease?.held() === false) throw new LeaseLostError(replica.region);
    const outcome = await settledPut(replica, pace, { item, condition: current ?? 'absent', writeId, signal });
    if (outcome.done) return { written: true, item: outcome.item };
    if (attempt >= retry.attempts) {
      const { cause } = outcome;
      throw cause === undefined || failureOf(cause) === 'contended'
        ? new ConflictExhaustedError(key, attempt, { cause })
        : new OutcomeUnknownError(key, writeId, { cause });
    }
    await clock.sleep(fullJitter(attempt, retry, random), signal);
  }
}
