import { createHash } from 'node:crypto';
import { InvalidSessionTokenError } from './errors';
import type { ItemHeader, ItemKey } from './item';

/** How new an item is: the epoch counts first, for the version of an item that was taken over by force may fall back. */
export type Recency = Pick<ItemHeader, 'version' | 'epoch'>;

/**
 * How many items a session remembers. The one that was seen longest ago is forgotten first, so a list of up to 100 leaves
 * the 28 that were seen right before it. The longest token, 4,737 characters, fits where headers may have 8 KB.
 */
export const SESSION_ITEM_LIMIT = 128;

const FORMAT = '1';
const ENTRY = /^([\w-]{12})\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})$/;
const ENTRY_LENGTH_LIMIT = 1 + 12 + 1 + 11 + 1 + 11;
/** Length of the longest token that {@link Session.token} makes, in characters. */
export const SESSION_TOKEN_LENGTH_LIMIT = FORMAT.length + SESSION_ITEM_LIMIT * ENTRY_LENGTH_LIMIT;

/**
 * What a client has seen: for each item, the least version that it may be shown from now on, in whichever region its
 * next request arrives ("read your writes" and "monotonic reads").
 *
 * The token is not signed. A forged one can only make its own reads wait, and be refused.
 * @see https://www.cs.cornell.edu/courses/cs734/2000FA/cached%20papers/SessionGuaranteesPDIS_1.html
 */
export class Session {
  /** By the key's digest, the one seen longest ago first. */
  private readonly seen = new Map<string, Recency>();

  /**
   * The session of a token, or a new one without.
   *
   * @throws InvalidSessionTokenError when the token was not made by {@link token}
   */
  static parse(token: string | undefined): Session {
    const session = new Session();
    if (token === undefined || token === '') return session;
    if (token.length > SESSION_TOKEN_LENGTH_LIMIT) {
      throw new InvalidSessionTokenError(
        `must have at most ${SESSION_TOKEN_LENGTH_LIMIT} characters, got ${token.length}`,
      );
    }
    const [format, ...entries] = token.split('~');
    if (format !== FORMAT) throw new InvalidSessionTokenError(`must begin with ${FORMAT}, the version of its format`);
    entries.forEach((entry, i) => {
      const [, digest, epoch, version] = ENTRY.exec(entry) ?? [];
      const recency = { epoch: parseInt(epoch ?? '', 36), version: parseInt(version ?? '', 36) };
      if (digest === undefined || !isCount(recency.epoch) || !isCount(recency.version)) {
        throw new InvalidSessionTokenError(
          `must name a key, an epoch and a version in each entry, and entry ${i + 1} does not`,
        );
      }
      session.remember(digest, recency);
    });
    return session;
  }

  /** Text that a client sends with its next request. Fits a header or a cookie, and shows no key. */
  token(): string {
    const entries = [...this.seen].map(
      ([digest, { epoch, version }]) => `~${digest}.${epoch.toString(36)}.${version.toString(36)}`,
    );
    return FORMAT + entries.join('');
  }

  /** Remembers that the client has been shown the item. */
  see({ key, version, epoch }: Recency & { readonly key: ItemKey }): void {
    this.remember(digestOf(key), { version, epoch });
  }

  /** What the client has seen of the item, or undefined. */
  minimum(key: ItemKey): Recency | undefined {
    return this.seen.get(digestOf(key));
  }

  /** Whether the client may be shown the item, or its absence: it has seen nothing newer. */
  admits(key: ItemKey, item: Recency | undefined): boolean {
    const minimum = this.minimum(key);
    return minimum === undefined || !isOlder(item, minimum);
  }

  private remember(digest: string, recency: Recency): void {
    const minimum = this.seen.get(digest);
    this.seen.delete(digest);
    this.seen.set(digest, minimum && isOlder(recency, minimum) ? minimum : recency);
    if (this.seen.size > SESSION_ITEM_LIMIT) {
      const [oldest] = this.seen.keys();
      this.seen.delete(oldest!);
    }
  }
}

/** Whether an item, or its absence, is older than another. */
export function isOlder(item: Recency | undefined, than: Recency): boolean {
  if (item === undefined) return true;
  return item.epoch < than.epoch || (item.epoch === than.epoch && item.version < than.version);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

/** 72 bits: two keys of one session do not share a digest by chance. */
function digestOf({ pk, sk }: ItemKey): string {
  return createHash('sha256')
    .update(JSON.stringify([pk, sk]))
    .digest('base64url')
    .slice(0, 12);
}
