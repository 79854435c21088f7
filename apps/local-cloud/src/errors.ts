import { types } from 'node:util';
import { CommandError } from '@active-active/command-line';

// Not instanceof: an error that node itself makes is of another realm when a test runner gives us our own.
const { isNativeError } = types;

/** The local cloud cannot do what was asked for. */
export class LocalCloudError extends CommandError {
  override readonly name = 'LocalCloudError';
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

/** Whether `error` is a system error of that code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return isNativeError(error) && (error as NodeJS.ErrnoException).code === code;
}
