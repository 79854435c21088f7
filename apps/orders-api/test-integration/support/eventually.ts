import { setTimeout as sleep } from 'node:timers/promises';

/** A bound and no expectation: a test may run beside others that keep every core busy. */
const WAIT_MILLISECONDS = 180_000;

/** Waits for a condition, and throws when it does not come true in time. A failing probe counts as not true. */
export async function eventually(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const deadline = Date.now() + WAIT_MILLISECONDS;
  for (;;) {
    const error = await Promise.resolve()
      .then(holds)
      .then(
        (held) => (held ? undefined : new Error('it does not')),
        (cause: unknown) => cause,
      );
    if (error === undefined) return;
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`, { cause: error });
    await sleep(50);
  }
}
