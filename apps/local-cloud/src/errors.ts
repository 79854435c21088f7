import { types } from 'node:util';

// Not instanceof: an error that node itself makes is of another realm when a test runner gives us our own.
const { isNativeError } = types;

/**
 * A mistake or a circumstance that the person at the keyboard can mend. The command line prints the message alone,
 * without a stack.
 */
export class LocalCloudError extends Error {
  override readonly name = 'LocalCloudError';

  /** @param exitCode - 1: it failed; 2: the command line was wrong */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** The command line was wrong. */
export function usageError(message: string): LocalCloudError {
  return new LocalCloudError(message, 2);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

/** Whether `error` is a system error of that code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return isNativeError(error) && (error as NodeJS.ErrnoException).code === code;
}
