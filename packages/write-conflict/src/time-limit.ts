import type { Clock } from './clock';

/**
 * Makes a call that may take so long and no longer. At the limit, or when `signal` is aborted, the call's own signal is
 * aborted, and it is waited for no more.
 */
export async function withTimeLimit<T>(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const inner = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]);
  const limit = clock.sleep(milliseconds, inner).then(() => {
    throw new DOMException(`no answer within ${milliseconds} ms`, 'TimeoutError');
  });
  try {
    return await Promise.race([call(inner), limit]);
  } finally {
    controller.abort();
  }
}
