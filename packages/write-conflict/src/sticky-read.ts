import type { Clock } from './clock';
import { StaleReadError, ThrottledError } from './errors';
import { failureOf } from './failure';
import type { ItemKey, StoredItem } from './item';
import type { Replica } from './replica';
import { isOlder, type Session } from './session';

export interface StickyReadOptions {
  /** What the client has seen; the read is not older. @default - whatever the replica has */
  readonly session?: Session;
  /** How long to wait for a replica that lags behind the session. @default 1000 */
  readonly maxWaitMilliseconds?: number;
  readonly signal?: AbortSignal;
}

const FIRST_WAIT_MILLISECONDS = 10;
const LONGEST_WAIT_MILLISECONDS = 160;

/**
 * Reads an item that is no older than the session has seen, waiting for replication if need be.
 *
 * @throws StaleReadError when the replica still lags behind after the wait
 * @throws ThrottledError when DynamoDB throttles the read
 */
export async function stickyRead(
  replica: Replica,
  clock: Clock,
  key: ItemKey,
  { session, maxWaitMilliseconds = 1000, signal }: StickyReadOptions,
): Promise<StoredItem | undefined> {
  const minimum = session?.minimum(key);
  if (!minimum) return read(replica, key, signal);
  const deadline = clock.now() + maxWaitMilliseconds;
  for (let wait = FIRST_WAIT_MILLISECONDS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MILLISECONDS)) {
    const item = await read(replica, key, signal);
    if (!isOlder(item, minimum)) return item;
    const left = deadline - clock.now();
    if (left <= 0) throw new StaleReadError(key, replica.region, minimum, item);
    await clock.sleep(Math.min(wait, left), signal);
  }
}

async function read(replica: Replica, key: ItemKey, signal: AbortSignal | undefined): Promise<StoredItem | undefined> {
  try {
    return await replica.get(key, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (failureOf(error) === 'throttled') throw new ThrottledError(key, { cause: error });
    throw error;
  }
}
