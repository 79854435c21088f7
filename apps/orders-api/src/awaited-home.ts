import { setTimeout as sleep } from 'node:timers/promises';
import { NotHomeError } from '@active-active/write-conflict';

const PAUSE_MILLISECONDS = 40;

/** An order is being handed off, and neither region may write it at the moment. */
export class HomeMovingError extends Error {
  override readonly name = 'HomeMovingError';

  constructor(readonly homeRegion: string) {
    super(`the order's home is moving, and is ${homeRegion} still; repeat with the same idempotency key`);
  }
}

/**
 * Makes a write that another region has sent here as to its home. Right after a hand-off the image that says so may not
 * have arrived, so the write is tried again until it has.
 *
 * @throws HomeMovingError when the image has not arrived in time
 */
export async function atAwaitedHome<T>(write: () => Promise<T>, maxWaitMilliseconds: number): Promise<T> {
  const deadline = performance.now() + maxWaitMilliseconds;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof NotHomeError)) throw error;
      if (performance.now() >= deadline) throw new HomeMovingError(error.homeRegion);
      await sleep(PAUSE_MILLISECONDS);
    }
  }
}
