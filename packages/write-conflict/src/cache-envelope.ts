import type { ItemData, ItemKey, VersionedItem } from './item';

/**
 * An item as a cache holds it. It lacks the home region and the write ids, so that no update can start from it: the
 * cache is never the authority.
 */
export type CachedItem<T extends ItemData> = Pick<VersionedItem<T>, 'key' | 'version' | 'epoch' | 'data'>;

/**
 * Stores an envelope unless the cache has one that is as new: the epoch counts first, then the version. What is there
 * and is no envelope is replaced. Only the head of the envelope is read, which costs the same for any size of data.
 *
 * KEYS: the key. ARGV: epoch, version, envelope, milliseconds to live. Replies 1 when it has stored it, else 0.
 */
export const SET_IF_NEWER = `
local epoch, version = string.match(redis.call('GET', KEYS[1]) or '', '^{"epoch":(%d+),"version":(%d+),')
if epoch then
  local behind = tonumber(epoch) - tonumber(ARGV[1])
  if behind > 0 or (behind == 0 and tonumber(version) >= tonumber(ARGV[2])) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1
`;

/** Name of an item in the cache. A list in JSON, so that no two keys share one. */
export function cacheKey(namespace: string, { pk, sk }: ItemKey): string {
  return `${namespace}:${JSON.stringify([pk, sk])}`;
}

/**
 * Text of an envelope; the script above relies on the order of its fields.
 *
 * @throws TypeError when the data has a value that JSON would lose
 */
export function toEnvelope<T extends ItemData>({ epoch, version, data }: CachedItem<T>): string {
  return JSON.stringify({ epoch, version, data }, refuseLoss);
}

/** Item of an envelope; `undefined` when the text is none, as when another program shares the cache. */
export function fromEnvelope<T extends ItemData>(key: ItemKey, text: string): CachedItem<T> | undefined {
  let envelope: unknown;
  try {
    envelope = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(envelope)) return undefined;
  const { epoch, version, data } = envelope;
  if (!isCount(epoch) || !isCount(version) || !isRecord(data)) return undefined;
  return { key, epoch, version, data: data as T };
}

function refuseLoss(name: string, value: unknown): unknown {
  const lost =
    typeof value === 'bigint' ||
    (typeof value === 'number' && !Number.isFinite(value)) ||
    value instanceof Set ||
    value instanceof Map ||
    ArrayBuffer.isView(value);
  if (lost) {
    const kind = typeof value === 'object' ? value.constructor.name : String(value);
    throw new TypeError(`cached data must be plain JSON, got ${kind} in '${name}'; read such items from the table`);
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
