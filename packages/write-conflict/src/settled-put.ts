import type { Clock } from './clock';
import { ConflictExhaustedError, OutcomeUnknownError, ThrottledError } from './errors';
import { failureOf } from './failure';
import { hasWrite, type ItemKey, type StoredItem } from './item';
import type { PutCondition, Replica } from './replica';
import { fullJitter, type RetryOptions } from './retry';

/** How the library waits and tries again. */
export interface Pace {
  readonly clock: Clock;
  readonly retry: Required<RetryOptions>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export interface SettledPutRequest {
  readonly item: StoredItem;
  readonly condition: PutCondition;
  readonly writeId: string;
  readonly signal?: AbortSignal;
}

/** The item as it is after the put, or what was there instead, with the failure that hid the outcome, if one did. */
export type SettledPut =
  | { readonly done: true; readonly item: StoredItem }
  | { readonly done: false; readonly current: StoredItem | undefined; readonly cause?: unknown };

/**
 * Puts an item and finds out what became of it. A lost reply says nothing, so the item is read: it carries the write id
 * if the put took effect. The same goes for a condition that fails, because the SDK repeats a put whose reply it did
 * not get, and the repetition fails its condition on the item that the first one wrote.
 *
 * A put that is still under way when the item is read does no harm: the next one has the same condition, or the item
 * has changed since and the condition of the old put fails.
 *
 * @throws OutcomeUnknownError when the item cannot be read after a lost reply
 * @throws ThrottledError when DynamoDB throttles the put
 */
export async function settledPut(
  replica: Replica,
  pace: Pace,
  { item, condition, writeId, signal }: SettledPutRequest,
): Promise<SettledPut> {
  const key = { pk: item.pk, sk: item.sk };
  let current: StoredItem | undefined;
  let cause: unknown;
  try {
    const outcome = await replica.put(item, condition, { signal });
    if (outcome.done) return { done: true, item };
    current = outcome.current;
  } catch (error) {
    signal?.throwIfAborted();
    const failure = failureOf(error);
    if (failure === 'throttled') throw new ThrottledError(key, { cause: error });
    if (failure === 'refused') throw error;
    cause = error;
    current = await readAfterLoss(replica, pace, key, { writeId, signal, cause });
  }
  return current && hasWrite(current, writeId) ? { done: true, item: current } : { done: false, current, cause };
}

/** The error of a write whose last attempt was not done: others came between, or its reply was lost. */
export function exhausted(key: ItemKey, writeId: string, { retry }: Pace, cause: unknown): Error {
  return cause === undefined || failureOf(cause) === 'contended'
    ? new ConflictExhaustedError(key, retry.attempts, { cause })
    : new OutcomeUnknownError(key, writeId, { cause });
}

async function readAfterLoss(
  replica: Replica,
  { clock, retry, random }: Pace,
  key: ItemKey,
  { writeId, signal, cause }: Pick<SettledPutRequest, 'writeId' | 'signal'> & { readonly cause: unknown },
): Promise<StoredItem | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await replica.get(key, { consistent: true, signal });
    } catch {
      signal?.throwIfAborted();
      if (attempt >= retry.attempts) throw new OutcomeUnknownError(key, writeId, { cause });
    }
    await clock.sleep(fullJitter(attempt, retry, random), signal);
  }
}
