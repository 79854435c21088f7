import {
  CacheAside,
  type CacheAsideOptions,
  type CacheClient,
  type CachedItem,
  Session,
  type VersionedItem,
  type VersionedStore,
  cacheKey,
  isOlder,
} from '@active-active/write-conflict';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { eventually } from './support/eventually';
import { GlobalDatastore, HOME, NEAR } from './support/global-datastore';

type Order = { readonly status: string };

/** The steps go on from one another: which server is the primary, and what it holds. */
const datastore = new GlobalDatastore();
let store: VersionedStore;
let near: Redis;
let home: Redis;

beforeAll(async () => {
  await datastore.up();
  store = datastore.store();
  [near, home] = await Promise.all([datastore.connect(NEAR), datastore.connect(HOME)]);
});
afterAll(() => datastore.remove());
afterEach(() => datastore.cloud.clearFaults());

/** A machine that is busy is no cache that has failed. A test of one that has sets these itself. */
const PATIENT = { readTimeoutMilliseconds: 30_000, writeTimeoutMilliseconds: 30_000 };

/** The cache of a service in the second region. */
function cacheAside(options: Partial<CacheAsideOptions> = {}): CacheAside {
  return new CacheAside({ store, reader: near, findPrimary, namespace: 'orders', ...PATIENT, ...options });
}

async function findPrimary(): Promise<CacheClient> {
  return datastore.connect(await datastore.primaryRegion());
}

let orders = 0;
const newKey = () => ({ pk: `ORDER#${(orders += 1)}`, sk: 'ORDER' });

function item(key: { pk: string; sk: string }, version: number, epoch = 1): CachedItem<Order> {
  return { key, version, epoch, data: { status: `${epoch}.${version}` } };
}

/** What a server holds for an item. */
async function held(
  server: Redis,
  { key }: { key: { pk: string; sk: string } },
): Promise<CachedItem<Order> | undefined> {
  const text = await server.get(cacheKey('orders', key));
  return text === null ? undefined : (JSON.parse(text) as CachedItem<Order>);
}

async function arrives(server: Redis, wanted: CachedItem<Order>): Promise<void> {
  await eventually(async () => {
    const found = await held(server, wanted);
    return found?.version === wanted.version && found.epoch === wanted.epoch;
  }, `version ${wanted.version} of ${wanted.key.pk} arrives`);
}

describe('the script', () => {
  test('keeps the newest of all that is put, in whatever order', async () => {
    const recency = fc.record({ version: fc.integer({ min: 1, max: 20 }), epoch: fc.integer({ min: 1, max: 3 }) });
    const cache = cacheAside();
    await fc.assert(
      fc.asyncProperty(fc.array(recency, { minLength: 1, maxLength: 12 }), async (puts) => {
        const key = newKey();
        let newest: { version: number; epoch: number } | undefined;
        for (const { version, epoch } of puts) {
          const isNewer = newest === undefined || isOlder(newest, { version, epoch });
          expect(await cache.put(item(key, version, epoch))).toBe(isNewer ? 'stored' : 'older');
          if (isNewer) newest = { version, epoch };
        }
        expect(await held(home, { key })).toEqual({
          ...newest,
          data: { status: `${newest!.epoch}.${newest!.version}` },
        });
      }),
      { numRuns: 50 },
    );
  });

  test('concurrent puts leave the newest', async () => {
    const cache = cacheAside();
    const key = newKey();
    const versions = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) + 1);
    await Promise.all(versions.map((version) => cache.put(item(key, version))));
    expect(await held(home, { key })).toMatchObject({ version: 100 });
  });

  test('entries end, after lives of different lengths', async () => {
    const cache = cacheAside({ timeToLiveSeconds: 100, jitter: 0.2 });
    const lives = [];
    for (let i = 0; i < 20; i += 1) {
      const key = newKey();
      await cache.put(item(key, 1));
      lives.push(await home.pttl(cacheKey('orders', key)));
    }
    expect(Math.min(...lives)).toBeGreaterThan(70_000);
    expect(Math.max(...lives)).toBeLessThanOrEqual(100_000);
    expect(new Set(lives.map((life) => Math.round(life / 1000))).size).toBeGreaterThan(3);
  });

  test('any text survives, also what looks like an envelope', async () => {
    const cache = cacheAside();
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('{"epoch":9,"version":9,'));
    await fc.assert(
      fc.asyncProperty(text, fc.jsonValue(), async (name, value) => {
        const key = newKey();
        const data = { [name]: value, status: name };
        await cache.put({ key, version: 1, epoch: 1, data });
        expect((await held(home, { key }))?.data).toEqual(JSON.parse(JSON.stringify(data)));
        expect(await cache.put({ key, version: 1, epoch: 1, data })).toBe('older');
      }),
      { numRuns: 50 },
    );
  });

  test('replaces what is no envelope', async () => {
    const key = newKey();
    await home.set(cacheKey('orders', key), 'gibberish');
    expect(await cacheAside().put(item(key, 1))).toBe('stored');
    expect(await held(home, { key })).toMatchObject({ version: 1 });
  });
});

test('an item is written at the primary and read, after replication, in the region', async () => {
  const cache = cacheAside();
  const key = newKey();
  const created = await store.create<Order>(key, { status: 'NEW' });
  expect(await cache.get(key)).toEqual(created);
  await cache.settled();
  await arrives(near, created);
  const { version, epoch, data } = created;
  expect(await cache.get(key)).toEqual({ key, version, epoch, data });
});

/**
 * Clients that each write an order and read it back, all the time, while `during` happens. Each read must be no older
 * than its session has seen, and none may fail. `during` is told how many there have been.
 */
async function underLoad(cache: CacheAside, during: (countReads: () => number) => Promise<void>): Promise<void> {
  let running = true;
  let reads = 0;
  const client = async () => {
    const session = new Session();
    const puts: Promise<unknown>[] = [];
    let order: VersionedItem<Order> = await store.create<Order>(newKey(), { status: '1' }, { session });
    while (running) {
      order = await store.update<Order>(order.key, () => ({ status: `${order.version + 1}` }), {
        from: order,
        session,
      });
      puts.push(cache.put(order));
      for (let i = 0; i < 3; i += 1) {
        const read = await cache.get<Order>(order.key, { session });
        expect(isOlder(read, order)).toBe(false);
        expect(read!.data.status).toBe(`${read!.version}`);
        reads += 1;
      }
    }
    await Promise.all(puts);
  };
  const clients = Promise.all(Array.from({ length: 8 }, client));
  try {
    // A client that fails ends the test at once.
    await Promise.race([during(() => reads), clients]);
  } finally {
    running = false;
  }
  await clients;
  await cache.settled();
}

test('a secondary that lags shows no session less than it has seen', async () => {
  const cache = cacheAside();
  const key = newKey();
  const session = new Session();
  const first = await store.create<Order>(key, { status: '1' }, { session });
  await cache.put(first);
  await arrives(near, first);
  await datastore.cloud.faultLink(HOME, NEAR, { paused: true });
  const second = await store.update<Order>(key, () => ({ status: '2' }), { session });
  await cache.put(second);
  // Who has seen nothing may be shown the old entry; who wrote the new one may not.
  expect(await cache.get(key)).toMatchObject({ version: 1 });
  expect(await cache.get(key, { session })).toMatchObject({ version: 2 });

  await underLoad(cache, async (countReads) => {
    await eventually(() => countReads() >= 100, 'the secondary lags for some reads');
    await datastore.cloud.faultLink(HOME, NEAR, { lagMs: 100 });
    await arrives(near, second);
  });
});

test('the cache is killed under load: every read is answered, and hits come back with the server', async () => {
  const cache = cacheAside({
    readTimeoutMilliseconds: 500,
    writeTimeoutMilliseconds: 500,
    breaker: { failures: 3, retryAfterMilliseconds: 200 },
  });
  const key = newKey();
  const { version, epoch, data } = await store.create<Order>(key, { status: 'NEW' });
  await underLoad(cache, async () => {
    await datastore.kill(NEAR);
    await datastore.kill(HOME);
    // Asked for again and again, the item is cached, replicated and hit once both servers run again.
    await eventually(async () => {
      const read = await cache.get(key);
      expect(read).toMatchObject({ key, version, epoch, data });
      // What comes from the table has write ids.
      return read !== undefined && !('writeIds' in read);
    }, 'the cache is hit again');
  });
});

test.each(['refuse', 'hang'] as const)('with the cache dark (%s), the table serves', async (mode) => {
  const failures = new Set<string>();
  const lost = await datastore.connect(HOME);
  await datastore.cloud.faultRegion(HOME, mode);
  const cache = cacheAside({
    reader: lost,
    findPrimary: () => Promise.resolve(lost),
    readTimeoutMilliseconds: 50,
    writeTimeoutMilliseconds: 300,
    onFailure: (_, operation) => failures.add(operation),
  });
  const key = newKey();
  const created = await store.create<Order>(key, { status: 'NEW' });
  for (let i = 0; i < 10; i += 1) expect(await cache.get(key)).toEqual(created);
  await cache.settled();
  expect(failures).toEqual(new Set(['read', 'write']));
});

test('a promotion while the former primary lives: READONLY leads to the new one', async () => {
  const cache = cacheAside();
  const key = newKey();
  expect(await cache.put(item(key, 1))).toBe('stored');
  await datastore.promote(NEAR);
  await eventually(async () => {
    const refusal = await home.set('probe', '1').then(
      () => '',
      (error: Error) => error.message,
    );
    return refusal.startsWith('READONLY');
  }, 'the former primary refuses writes');
  expect(await cache.put(item(key, 2))).toBe('stored');
  expect(await held(near, { key })).toMatchObject({ version: 2 });
});

test('a primary that is lost with its region: the promoted one is found by itself', async () => {
  await datastore.promote(HOME);
  const cache = cacheAside({
    writeTimeoutMilliseconds: 300,
    findTimeoutMilliseconds: 1_000,
    breaker: { failures: 3, retryAfterMilliseconds: 200 },
  });
  const key = newKey();
  await eventually(async () => (await cache.put(item(key, 1))) !== 'unavailable', 'the primary is found');
  let version = 1;
  await underLoad(cache, async () => {
    await datastore.cloud.faultRegion(HOME, 'hang');
    await eventually(async () => (await cache.put(item(key, (version += 1)))) === 'unavailable', 'writes fail');
    await datastore.promote(NEAR);
    await eventually(async () => (await cache.put(item(key, (version += 1)))) === 'stored', 'writes go on');
  });
  expect(await held(near, { key })).toMatchObject({ version });
});
