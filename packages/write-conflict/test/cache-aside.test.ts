import fc from 'fast-check';
import { setImmediate as afterMicrotasks } from 'node:timers/promises';
import { Session, StaleReadError, isOlder } from '../src';
import { key, name, order, replicate, sessionThatSaw, setUp } from './support/cached-order';
import { MemoryCache } from './support/memory-cache';

describe('reading', () => {
  test('a miss reads the table and fills the cache at the primary', async () => {
    const { cache, table, primary, near, counts } = setUp();
    expect(await cache.get(key)).toMatchObject(order(1));
    await cache.settled();
    expect(JSON.parse(primary.entries.get(name)!.text)).toEqual({ epoch: 1, version: 1, data: { status: 'v1' } });
    expect(near.writes).toBe(0);
    expect(table.calls).toHaveLength(1);
    expect(counts).toEqual({ 'cache_reads{"outcome":"miss"}': 1, 'cache_writes{"outcome":"stored"}': 1 });
  });

  test('a hit spares the table', async () => {
    const { cache, table, counts, ...servers } = setUp();
    await cache.put(order(3));
    replicate(servers);
    expect(await cache.get(key)).toEqual({ key, epoch: 1, version: 3, data: { status: 'v3' } });
    expect(table.calls).toEqual([]);
    expect(counts).toMatchObject({ 'cache_reads{"outcome":"hit"}': 1 });
  });

  test('an item that does not exist is asked for again', async () => {
    const { cache, table } = setUp();
    table.item = undefined;
    expect(await cache.get(key)).toBeUndefined();
    expect(await cache.get(key)).toBeUndefined();
    expect(table.calls).toHaveLength(2);
  });

  test('what another program wrote under the key counts as a miss', async () => {
    const { cache, near, counts } = setUp();
    near.entries.set(name, { text: 'gibberish', milliseconds: 1 });
    expect(await cache.get(key)).toMatchObject(order(1));
    expect(counts).toMatchObject({ 'cache_reads{"outcome":"miss"}': 1 });
  });

  test('those who ask at one time share a read of the table', async () => {
    const { cache, table } = setUp();
    const items = await Promise.all(Array.from({ length: 50 }, () => cache.get(key)));
    expect(items).toEqual(Array.from({ length: 50 }, () => order(1)));
    expect(table.calls).toHaveLength(1);
    await cache.get(key);
    expect(table.calls).toHaveLength(2);
  });

  test('a failure of the shared read is everyone’s, and not remembered', async () => {
    const { cache, table } = setUp();
    table.failure = new Error('the table is dark');
    const reads = await Promise.allSettled([cache.get(key), cache.get(key)]);
    expect(reads.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    table.failure = undefined;
    expect(await cache.get(key)).toEqual(order(1));
  });

  test('an aborted request leaves the shared read to the others', async () => {
    const { cache, table } = setUp();
    const open = table.hold();
    const controller = new AbortController();
    const left = cache.get(key, { signal: controller.signal });
    const stays = cache.get(key);
    controller.abort(new Error('the client has gone'));
    await expect(left).rejects.toThrow(new Error('the client has gone'));
    await expect(cache.get(key, { signal: controller.signal })).rejects.toThrow(new Error('the client has gone'));
    open();
    expect(await stays).toEqual(order(1));
    expect(table.calls).toHaveLength(1);
  });
});

describe('with a session', () => {
  test('an entry older than it has seen is passed over', async () => {
    const { cache, table, counts, ...servers } = setUp();
    await cache.put(order(1));
    replicate(servers);
    table.item = order(2);
    expect(await cache.get(key, { session: sessionThatSaw(2) })).toEqual(order(2));
    expect(counts).toMatchObject({ 'cache_reads{"outcome":"stale"}': 1 });
  });

  test('an entry of an older epoch is passed over, whatever its version', async () => {
    const { cache, table, ...servers } = setUp();
    await cache.put(order(8, 'of the lost home', 1));
    replicate(servers);
    table.item = order(7, 'taken over', 2);
    expect(await cache.get(key, { session: sessionThatSaw(7, 2) })).toEqual(table.item);
  });

  test('it remembers what the cache has shown', async () => {
    const { cache, ...servers } = setUp();
    await cache.put(order(3));
    replicate(servers);
    const session = new Session();
    await cache.get(key, { session });
    expect(session.minimum(key)).toEqual({ version: 3, epoch: 1 });
  });

  test('a shared read that began too early is not enough for it', async () => {
    const { cache, table } = setUp();
    table.item = order(2);
    const open = table.hold();
    const early = cache.get(key);
    await afterMicrotasks();
    table.item = order(3);
    const session = sessionThatSaw(3);
    const late = cache.get(key, { session, maxWaitMilliseconds: 7 });
    await afterMicrotasks();
    open();
    expect(await early).toEqual(order(2));
    expect(await late).toEqual(order(3));
    expect(table.calls).toEqual([{}, { session, maxWaitMilliseconds: 7 }]);
  });

  test('fails when the replica lags behind it, as the table says', async () => {
    const { cache, table } = setUp();
    const session = sessionThatSaw(9);
    table.failure = new StaleReadError(key, 'eu-west-1', { version: 9, epoch: 1 }, order(1));
    await expect(cache.get(key, { session })).rejects.toThrow(table.failure);
  });

  test('it is never shown less than it has seen, whatever the caches hold', async () => {
    const recency = fc.record({ version: fc.integer({ min: 1, max: 4 }), epoch: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(recency, fc.option(recency), fc.option(recency), async (seen, inCache, atFirst) => {
        const { cache, table, ...servers } = setUp();
        if (inCache) await cache.put(order(inCache.version, 'cached', inCache.epoch));
        replicate(servers);
        // The table has what the session has seen, if not for a read that began before.
        const first = atFirst && { ...order(atFirst.version), ...atFirst };
        const open = table.hold();
        table.item = first ?? undefined;
        const others = cache.get(key);
        await afterMicrotasks();
        table.item = { ...order(seen.version), ...seen };
        const shown = cache.get(key, { session: sessionThatSaw(seen.version, seen.epoch) });
        await afterMicrotasks();
        open();
        await others;
        expect(isOlder(await shown, seen)).toBe(false);
      }),
    );
  });
});

describe('writing', () => {
  test('an older item does not replace a newer, and an older epoch no younger', async () => {
    const { cache, primary } = setUp();
    expect(await cache.put(order(3))).toBe('stored');
    expect(await cache.put(order(2))).toBe('older');
    expect(await cache.put(order(3, 'again'))).toBe('older');
    expect(await cache.put(order(2, 'taken over', 2))).toBe('stored');
    expect(await cache.put(order(9, 'zombie', 1))).toBe('older');
    expect(JSON.parse(primary.entries.get(name)!.text)).toMatchObject({ epoch: 2, version: 2 });
  });

  test.each([
    [0, 60_000],
    [0.5, 57_000],
    [0.999, 54_006],
  ])('lives are shortened at random: %d', async (random, milliseconds) => {
    const { cache, primary } = setUp({ random: () => random });
    await cache.put(order(1));
    expect(primary.entries.get(name)!.milliseconds).toBe(milliseconds);
  });

  test('READONLY makes it search for the primary, once for all', async () => {
    const old = new MemoryCache();
    old.failure = () => Promise.reject(new Error("READONLY You can't write against a read only replica."));
    const promoted = new MemoryCache();
    const found = [old, promoted];
    const findPrimary = jest.fn(() => Promise.resolve(found.shift()!));
    const { cache, failures } = setUp({ findPrimary });
    const puts = [1, 2, 3].map((n) => cache.put({ ...order(1), key: { pk: `${n}`, sk: '' } }));
    expect(await Promise.all(puts)).toEqual(['stored', 'stored', 'stored']);
    expect(findPrimary).toHaveBeenCalledTimes(2);
    expect([old.writes, promoted.writes]).toEqual([3, 3]);
    expect(failures).toEqual([]);
  });

  test('a primary that is not found is looked for at the next write', async () => {
    const primary = new MemoryCache();
    const findPrimary = jest.fn<Promise<MemoryCache>, []>();
    findPrimary.mockRejectedValueOnce(new Error('ElastiCache does not answer')).mockResolvedValueOnce(primary);
    const { cache, failures } = setUp({ findPrimary });
    expect([await cache.put(order(1)), await cache.put(order(1))]).toEqual(['unavailable', 'stored']);
    expect(failures).toEqual(['write: ElastiCache does not answer']);
  });

  test('fails when the data would not survive, and reports it where no caller waits', async () => {
    const { cache, table, failures } = setUp();
    const odd = { ...order(1), data: { status: 'v1', tags: new Set(['a']) } };
    const problem = "cached data must be plain JSON, got Set in 'tags'; read such items from the table";
    await expect(cache.put(odd)).rejects.toThrow(new TypeError(problem));
    table.item = odd;
    expect(await cache.get(key)).toBe(odd);
    await cache.settled();
    expect(failures).toEqual([`write: ${problem}`]);
  });
});

test.each([
  [{ timeToLiveSeconds: 0 }, 'timeToLiveSeconds must be a number above 0, got 0'],
  [{ readTimeoutMilliseconds: NaN }, 'readTimeoutMilliseconds must be a number above 0, got NaN'],
  [{ writeTimeoutMilliseconds: Infinity }, 'writeTimeoutMilliseconds must be a number above 0, got Infinity'],
  [{ jitter: 1 }, 'jitter must be a share from 0 to below 1, got 1; 0.1 shortens lives by up to a tenth'],
])('fails when a number is out of range: %o', (options, message) => {
  expect(() => setUp(options)).toThrow(new RangeError(message));
});
