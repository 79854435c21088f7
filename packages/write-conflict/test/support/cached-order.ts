import {
  CacheAside,
  type CacheAsideOptions,
  type ItemKey,
  Session,
  type StickyReadOptions,
  type VersionedItem,
  cacheKey,
} from '../../src';
import { MemoryCache } from './memory-cache';
import { recordingMeter } from './metrics';

export type Order = { readonly status: string };

export const key: ItemKey = { pk: 'ORDER#1', sk: 'ORDER' };
export const name = cacheKey('orders', key);

export function order(version: number, status = `v${version}`, epoch = 1): VersionedItem<Order> {
  return { key, version, epoch, homeRegion: 'us-east-1', writeIds: [`w${version}`], data: { status } };
}

/** The table as one region has it. */
export class Table {
  item: VersionedItem<Order> | undefined = order(1);
  readonly calls: StickyReadOptions[] = [];
  failure: Error | undefined;
  private gate: Promise<void> | undefined;

  /** Holds back the answers, which are what the table had when it was asked. Returns what lets them through. */
  hold(): () => void {
    let open: () => void = () => undefined;
    this.gate = new Promise((resolve) => (open = resolve));
    return open;
  }

  async get(_key: ItemKey, options: StickyReadOptions = {}): Promise<VersionedItem<Order> | undefined> {
    this.calls.push(options);
    const { item, failure } = this;
    await this.gate;
    if (failure) throw failure;
    return item;
  }
}

export function setUp(options: Partial<CacheAsideOptions> = {}) {
  const table = new Table();
  const near = new MemoryCache();
  const primary = new MemoryCache();
  const { meter, counts } = recordingMeter();
  const failures: string[] = [];
  const cache = new CacheAside({
    store: table as unknown as CacheAsideOptions['store'],
    reader: near,
    findPrimary: () => Promise.resolve(primary),
    namespace: 'orders',
    random: () => 0,
    meter,
    onFailure: (error, operation) => failures.push(`${operation}: ${(error as Error).message}`),
    ...options,
  });
  return { table, near, primary, counts, failures, cache };
}

/** Replicates the cache's primary to the endpoint that is read. */
export function replicate({ primary, near }: { primary: MemoryCache; near: MemoryCache }): void {
  for (const [entryName, entry] of primary.entries) near.entries.set(entryName, entry);
}

export const sessionThatSaw = (version: number, epoch = 1): Session => {
  const session = new Session();
  session.see({ key, version, epoch });
  return session;
};
