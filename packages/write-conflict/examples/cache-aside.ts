import {
  CacheAside,
  type CacheClient,
  type ItemKey,
  type Session,
  type VersionedStore,
} from '@active-active/write-conflict';

type Order = { readonly status: string };

/** A service with a cache before its table. Both clients are ioredis's, or any other that has `get` and `eval`. */
export class Orders {
  private readonly cache: CacheAside;

  constructor(
    private readonly store: VersionedStore,
    /** Of the region's own endpoint. Give it `enableOfflineQueue: false`, so that a lost connection fails at once. */
    reader: CacheClient,
    /** Asks ElastiCache for the member with the role PRIMARY, and connects to it. */
    findPrimary: () => Promise<CacheClient>,
  ) {
    this.cache = new CacheAside({ store, reader, findPrimary, namespace: 'orders-v1' });
  }

  read(key: ItemKey, session: Session) {
    return this.cache.get<Order>(key, { session });
  }

  async cancel(key: ItemKey, session: Session) {
    const order = await this.store.update<Order>(key, (data) => ({ ...data, status: 'cancelled' }), { session });
    await this.cache.put(order);
    return order;
  }

  /** Before the clients are closed. */
  close(): Promise<void> {
    return this.cache.settled();
  }
}
