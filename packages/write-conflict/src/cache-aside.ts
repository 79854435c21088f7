import { type Counter, metrics } from '@opentelemetry/api';
import { isBrokenCircuitError } from 'cockatiel';
import { type CacheAsideNumbers, type CacheAsideOptions, resolveNumbers } from './cache-aside-options';
import { CacheGuard, CachePrimary } from './cache-client';
import { type CachedItem, SET_IF_NEWER, cacheKey, fromEnvelope, toEnvelope } from './cache-envelope';
import type { ItemData, ItemKey } from './item';
import { type Session, isOlder } from './session';
import type { StickyReadOptions } from './sticky-read';

/** `older`: the cache has an envelope that is as new; `unavailable`: it did not answer in time. */
export type CachePutOutcome = 'stored' | 'older' | 'unavailable';

/**
 * A cache before the table, in one region of a Global Datastore. It never fails a request: with the cache down, items
 * come from the table. It never goes behind a session: an entry older than the session has seen is not returned.
 *
 * Without a session, a read may be as old as replication of the cache and `timeToLiveSeconds` allow. That an item does
 * not exist is not cached.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Strategies.html
 */
export class CacheAside {
  private readonly options: CacheAsideOptions;
  private readonly numbers: CacheAsideNumbers;
  private readonly random: () => number;
  private readonly readGuard: CacheGuard;
  private readonly writeGuard: CacheGuard;
  private readonly primary: CachePrimary;
  private readonly loads = new Map<string, Promise<CachedItem<ItemData> | undefined>>();
  private readonly writes = new Set<Promise<unknown>>();
  private readonly reads: Counter;
  private readonly puts: Counter;

  /** @throws RangeError when a number is out of range */
  constructor(options: CacheAsideOptions) {
    this.options = options;
    this.numbers = resolveNumbers(options);
    this.random = options.random ?? Math.random;
    this.primary = new CachePrimary(() => options.findPrimary(), this.numbers.findTimeoutMilliseconds);
    this.readGuard = new CacheGuard(this.numbers.readTimeoutMilliseconds, options.breaker);
    // An endpoint that stays silent may have lost its role together with its region.
    const onOpen = () => this.primary.forget();
    this.writeGuard = new CacheGuard(this.numbers.writeTimeoutMilliseconds, options.breaker, onOpen);
    const meter = options.meter ?? metrics.getMeter('@active-active/write-conflict');
    this.reads = meter.createCounter('cache_reads', { description: 'by outcome: hit, miss, stale, unavailable' });
    this.puts = meter.createCounter('cache_writes', { description: 'by outcome: stored, older, unavailable' });
  }

  /**
   * The item, from the cache if it is there and new enough, else from the table.
   *
   * @throws what {@link VersionedStore.get} throws
   */
  async get<T extends ItemData>(key: ItemKey, options: StickyReadOptions = {}): Promise<CachedItem<T> | undefined> {
    const { session, signal } = options;
    const minimum = session?.minimum(key);
    const enough = (item: CachedItem<T> | undefined) => minimum === undefined || !isOlder(item, minimum);

    const cached = await this.lookUp<T>(key, enough);
    if (cached) return seen(session, cached);
    const loaded = await unlessAborted(this.load<T>(key), signal);
    if (enough(loaded)) return loaded && seen(session, loaded);
    // The shared read was too early for this session. Its own waits for replication, and says so if that takes too long.
    const own = await this.options.store.get<T>(key, options);
    if (own) this.fill(own);
    return own;
  }

  /**
   * Gives the cache an item that has just been written to the table, or read from it. An entry that is as new stays.
   * Never rejects for what the cache does.
   *
   * @throws TypeError when the data has a value that JSON would lose
   */
  async put<T extends ItemData>(item: CachedItem<T>): Promise<CachePutOutcome> {
    const { key, epoch, version } = item;
    const { timeToLiveSeconds, jitter } = this.numbers;
    const milliseconds = Math.ceil(timeToLiveSeconds * 1000 * (1 - jitter * this.random()));
    const name = cacheKey(this.options.namespace, key);
    const words = [name, `${epoch}`, `${version}`, toEnvelope(item), `${milliseconds}`];
    let outcome: CachePutOutcome;
    try {
      const reply = await this.writeGuard.call(() => this.primary.eval(SET_IF_NEWER, 1, ...words));
      outcome = reply === 1 ? 'stored' : 'older';
    } catch (error) {
      outcome = 'unavailable';
      this.report(error, 'write');
    }
    this.puts.add(1, { outcome });
    return outcome;
  }

  /** Resolves when the writes that are under way have ended: before the clients are closed. */
  async settled(): Promise<void> {
    while (this.writes.size > 0) await Promise.all(this.writes);
  }

  /** An entry of the cache that is new enough; every failure counts as none. */
  private async lookUp<T extends ItemData>(
    key: ItemKey,
    enough: (item: CachedItem<T>) => boolean,
  ): Promise<CachedItem<T> | undefined> {
    let outcome: 'hit' | 'miss' | 'stale' | 'unavailable';
    let entry: CachedItem<T> | undefined;
    try {
      const text = await this.readGuard.call(() => this.options.reader.get(cacheKey(this.options.namespace, key)));
      entry = text === null ? undefined : fromEnvelope<T>(key, text);
      outcome = entry === undefined ? 'miss' : enough(entry) ? 'hit' : 'stale';
    } catch (error) {
      outcome = 'unavailable';
      this.report(error, 'read');
    }
    this.reads.add(1, { outcome });
    return outcome === 'hit' ? entry : undefined;
  }

  /**
   * One read of the table for all who ask at the same time ("single flight"). It belongs to none of them: no session
   * makes it wait, and no signal ends it.
   */
  private load<T extends ItemData>(key: ItemKey): Promise<CachedItem<T> | undefined> {
    const name = cacheKey(this.options.namespace, key);
    const underWay = this.loads.get(name) as Promise<CachedItem<T> | undefined> | undefined;
    if (underWay) return underWay;
    const load = this.options.store.get<T>(key).finally(() => this.loads.delete(name));
    this.loads.set(name, load);
    void load.then((item) => item && this.fill(item)).catch(() => undefined);
    return load;
  }

  /** Puts an item into the cache beside the request. */
  private fill<T extends ItemData>(item: CachedItem<T>): void {
    const write = this.put(item)
      .catch((error: unknown) => this.report(error, 'write'))
      .finally(() => this.writes.delete(write));
    this.writes.add(write);
  }

  private report(error: unknown, operation: 'read' | 'write'): void {
    if (!isBrokenCircuitError(error)) this.options.onFailure?.(error, operation);
  }
}

function seen<T extends ItemData>(session: Session | undefined, item: CachedItem<T>): CachedItem<T> {
  session?.see(item);
  return item;
}

/** Leaves a promise alone when the signal is aborted; the promise goes on for the others. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
