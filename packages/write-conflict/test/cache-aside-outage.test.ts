import { key, order, setUp } from './support/cached-order';
import { MemoryCache } from './support/memory-cache';

describe('with the cache down', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  const refuse = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const hang = () => new Promise<never>(() => undefined);

  test('a cache that refuses costs nothing but the table’s read', async () => {
    const { cache, near, primary, failures, counts } = setUp();
    near.failure = primary.failure = refuse;
    expect(await cache.get(key)).toEqual(order(1));
    expect(await cache.put(order(2))).toBe('unavailable');
    await cache.settled();
    expect(failures.sort()).toEqual([
      'read: connect ECONNREFUSED',
      'write: connect ECONNREFUSED',
      'write: connect ECONNREFUSED',
    ]);
    expect(counts).toEqual({ 'cache_reads{"outcome":"unavailable"}': 1, 'cache_writes{"outcome":"unavailable"}': 2 });
  });

  test('a cache that hangs costs its time-out', async () => {
    const { cache, near, table } = setUp({ readTimeoutMilliseconds: 50 });
    near.failure = hang;
    const read = cache.get(key);
    await jest.advanceTimersByTimeAsync(49);
    expect(table.calls).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(await read).toEqual(order(1));
  });

  test('after some failures it is left alone, until one call finds it well', async () => {
    const { cache, near, failures } = setUp({ breaker: { failures: 3, retryAfterMilliseconds: 1000 } });
    near.failure = refuse;
    for (let i = 0; i < 10; i += 1) expect(await cache.get(key)).toEqual(order(1));
    expect(near.reads).toBe(3);
    expect(failures).toHaveLength(3);
    near.failure = undefined;
    await cache.get(key);
    expect(near.reads).toBe(3);
    await jest.advanceTimersByTimeAsync(1000);
    await cache.get(key);
    await cache.get(key);
    expect(near.reads).toBe(5);
  });

  test('a primary that fell silent is looked for again, when the breaker lets a call through', async () => {
    const lost = new MemoryCache();
    lost.failure = hang;
    const promoted = new MemoryCache();
    const found = [lost, promoted];
    const { cache } = setUp({
      findPrimary: () => Promise.resolve(found.shift()!),
      writeTimeoutMilliseconds: 100,
      breaker: { failures: 2, retryAfterMilliseconds: 1000 },
    });
    for (const version of [1, 2]) {
      const put = cache.put(order(version));
      await jest.advanceTimersByTimeAsync(100);
      expect(await put).toBe('unavailable');
    }
    expect(await cache.put(order(3))).toBe('unavailable');
    expect(lost.writes).toBe(2);
    await jest.advanceTimersByTimeAsync(1000);
    expect(await cache.put(order(4))).toBe('stored');
    expect(promoted.writes).toBe(1);
  });

  test('a search that takes longer than writes is waited for, not begun anew', async () => {
    const primary = new MemoryCache();
    const findPrimary = jest.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return primary;
    });
    const breaker = { failures: 1, retryAfterMilliseconds: 300 };
    const { cache } = setUp({ findPrimary, writeTimeoutMilliseconds: 100, breaker });
    const outcomes = [];
    for (let version = 1; version <= 4; version += 1) {
      const put = cache.put(order(version));
      await jest.advanceTimersByTimeAsync(400);
      outcomes.push(await put);
    }
    expect(outcomes).toEqual(['unavailable', 'unavailable', 'unavailable', 'stored']);
    expect(findPrimary).toHaveBeenCalledTimes(1);
  });

  test('a search that hangs is given up, and the next one finds the primary', async () => {
    const primary = new MemoryCache();
    const findPrimary = jest.fn<Promise<MemoryCache>, []>();
    findPrimary.mockReturnValueOnce(hang()).mockResolvedValueOnce(primary);
    const { cache } = setUp({ findPrimary, findTimeoutMilliseconds: 500 });
    const put = cache.put(order(1));
    await jest.advanceTimersByTimeAsync(500);
    expect(await put).toBe('unavailable');
    expect(await cache.put(order(1))).toBe('stored');
  });
});
