import type { ItemKey } from './item';

export interface BulkOptions {
  /** Items that are worked on at the same time. @default 16 */
  readonly concurrency?: number;
  /**
   * Checkpoint of an earlier run: the keys up to this one are passed over. The keys must come in the same order. Who
   * reads the keys by a scan rather hands it to DynamoDB as `ExclusiveStartKey`.
   * @default - from the first key
   */
  readonly resumeFrom?: ItemKey;
  /** Called after each item. */
  readonly onProgress?: (progress: BulkProgress) => void;
  /** Ends the run early. What is under way is cut off, and may have taken effect. */
  readonly signal?: AbortSignal;
  /** So many failures end the run early: the trouble is not with the items. @default 100 */
  readonly maxFailures?: number;
}

export interface BulkProgress {
  /** Items done so far, without the failed ones. */
  readonly done: number;
  readonly failed: number;
  /** Every item up to this key is done. Keep it, to resume from it. */
  readonly checkpoint: ItemKey | undefined;
}

export interface BulkReport {
  /** Items that could not be done, and why. A run that resumes from the checkpoint tries them again. */
  readonly failed: readonly { readonly key: ItemKey; readonly error: unknown }[];
  readonly checkpoint: ItemKey | undefined;
  /** Whether all keys were reached: false after an abort, and after too many failures. */
  readonly complete: boolean;
}

/**
 * Does a task for each key, several at a time.
 *
 * @throws RangeError when a number is out of range, or no key is that of `resumeFrom`
 * @throws whatever the source of the keys throws
 */
export async function forEachKey(
  keys: AsyncIterable<ItemKey> | Iterable<ItemKey>,
  task: (key: ItemKey, signal: AbortSignal | undefined) => Promise<void>,
  { concurrency = 16, resumeFrom, onProgress, signal, maxFailures = 100 }: BulkOptions,
): Promise<BulkReport> {
  requireAtLeastOne('concurrency', concurrency);
  requireAtLeastOne('maxFailures', maxFailures);
  const source = resumeFrom === undefined ? all(keys) : after(resumeFrom, keys);
  const failed: { key: ItemKey; error: unknown }[] = [];
  const checkpoints = new Checkpoints();
  let done = 0;
  let isBroken = false;
  const hasEnded = (): boolean => isBroken || signal?.aborted === true || failed.length >= maxFailures;

  /** @returns whether all keys were reached */
  const work = async (): Promise<boolean> => {
    while (!hasEnded()) {
      const { value: key, done: isLast } = await source.next();
      if (isLast === true) return true;
      const position = checkpoints.begin(key);
      try {
        await task(key, signal);
        done += 1;
        checkpoints.end(position);
      } catch (error) {
        // What an abort has cut off is no failure of the item.
        if (signal?.aborted === true) return false;
        failed.push({ key, error });
        checkpoints.fail(position);
      }
      onProgress?.({ done, failed: failed.length, checkpoint: checkpoints.last });
    }
    return false;
  };
  const workers = Array.from({ length: concurrency }, () =>
    work().catch((error: unknown) => {
      isBroken = true;
      throw error;
    }),
  );
  // All of them end before any failure is told: nothing goes on behind the caller's back.
  await Promise.allSettled(workers);
  await source.return(undefined);
  const complete = (await Promise.all(workers)).every(Boolean);
  return { failed, checkpoint: checkpoints.last, complete };
}

/** The key up to which all are done. It never passes one that has failed. */
class Checkpoints {
  last: ItemKey | undefined;
  private readonly begun = new Map<number, { readonly key: ItemKey; isDone: boolean }>();
  private count = 0;
  private firstFailed = Infinity;

  begin(key: ItemKey): number {
    this.count += 1;
    if (this.count < this.firstFailed) this.begun.set(this.count, { key, isDone: false });
    return this.count;
  }

  end(position: number): void {
    const ended = this.begun.get(position);
    if (ended !== undefined) ended.isDone = true;
    for (const [first, { key, isDone }] of this.begun) {
      if (!isDone) return;
      this.begun.delete(first);
      this.last = key;
    }
  }

  fail(position: number): void {
    this.firstFailed = Math.min(this.firstFailed, position);
    for (const each of this.begun.keys()) if (each >= position) this.begun.delete(each);
  }
}

async function* all(keys: AsyncIterable<ItemKey> | Iterable<ItemKey>): AsyncGenerator<ItemKey, undefined> {
  yield* keys;
  return undefined;
}

async function* after(
  { pk, sk }: ItemKey,
  keys: AsyncIterable<ItemKey> | Iterable<ItemKey>,
): AsyncGenerator<ItemKey, undefined> {
  let isPast = false;
  for await (const key of keys) {
    if (isPast) yield key;
    else isPast = key.pk === pk && key.sk === sk;
  }
  if (!isPast) {
    throw new RangeError(
      `resumeFrom must be one of the keys, and ${pk}/${sk} is not; leave it out, what is done already is passed over`,
    );
  }
  return undefined;
}

function requireAtLeastOne(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`${name} must be a whole number from 1, got ${value}`);
}
