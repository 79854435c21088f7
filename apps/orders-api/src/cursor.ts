import { InvalidInputError } from './invalid-input-error';

/** Longest cursor that {@link cursorOf} makes, in characters. */
export const CURSOR_LENGTH_LIMIT = 128;

const SORT_KEY = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[0-9a-f]{16}-[0-9a-f]{32}$/;

/** Where the next page begins, opaque to clients. */
export function cursorOf(sortKey: string): string {
  return Buffer.from(sortKey).toString('base64url');
}

/** @throws InvalidInputError when {@link cursorOf} has not made it */
export function sortKeyOf(cursor: string): string {
  const sortKey = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!SORT_KEY.test(sortKey) || cursorOf(sortKey) !== cursor) {
    throw new InvalidInputError([
      'querystring/cursor is none that this service gave out; send the one of the last page as it is, or none',
    ]);
  }
  return sortKey;
}
