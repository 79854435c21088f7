/** The table has not answered a write in time. It may have taken effect all the same. */
export class WriteTimeoutError extends Error {
  override readonly name = 'WriteTimeoutError';

  constructor(milliseconds: number) {
    super(`the table has not answered a write within ${milliseconds} ms; repeat with the same idempotency key`);
  }
}

/**
 * Makes a write that may take so long and no longer: at the limit its signal is aborted.
 *
 * @throws WriteTimeoutError, and what the write throws
 */
export async function inTime<T>(milliseconds: number, write: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds);
  try {
    return await write(signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw new WriteTimeoutError(milliseconds);
    throw error;
  }
}
