import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks until `probe` answers something, in short steps that grow to a quarter of a second.
 *
 * @param timeoutMs - after that many milliseconds the answer is `undefined`. @default - a minute: what comes at all has
 *   come by then, also on a machine that is busy with other things
 */
export async function waitFor<T>(
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 60_000,
): Promise<T | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (let step = 10; ; step = Math.min(step * 1.5, 250)) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() + step > deadline) return undefined;
    await sleep(step);
  }
}
