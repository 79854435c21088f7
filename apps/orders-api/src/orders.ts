import {
  AlreadyExistsError,
  type CachedItem,
  type ItemData,
  type ItemKey,
  NotHomeError,
  type Placement,
  type Session,
  StaleReadError,
  type StickyReadOptions,
  type VersionedItem,
  type VersionedStore,
} from '@active-active/write-conflict';
import { cursorOf, sortKeyOf } from './cursor';
import { IdempotencyKeyReusedError } from './invalid-input-error';
import { isSameContent, type Order, type OrderData, type OrderDraft, orderOf, placedOrder } from './order';
import { advanceId, orderKey } from './order-id';
import type { OrderIndex } from './order-index';
import { type OrderStatus, requireTransition } from './order-status';

/** The part of a cache before the table that the orders use. `CacheAside` is one. */
export interface OrderCache {
  get<T extends ItemData>(key: ItemKey, options?: StickyReadOptions): Promise<CachedItem<T> | undefined>;
  put<T extends ItemData>(item: CachedItem<T>): Promise<unknown>;
}

export interface OrdersOptions {
  readonly store: Pick<VersionedStore, 'region' | 'get' | 'create' | 'update'>;
  /** Where a new order is at home; the store's own. */
  readonly placement: Placement;
  readonly index: OrderIndex;
  /** @default - none: all reads are of the table */
  readonly cache?: OrderCache;
  /** @default - the system's */
  readonly now?: () => Date;
}

/** Whose request it is. */
export interface Caller {
  /** What the client has seen. */
  readonly session: Session;
}

export interface Writer extends Caller {
  /** A repetition under the same key takes effect once. */
  readonly idempotencyKey: string;
  /** Ends the write with its reason. It may take effect all the same. */
  readonly signal?: AbortSignal;
}

export interface OrderList {
  readonly orders: readonly Order[];
  readonly cursor?: string;
}

/** The orders as one region reads and writes them. */
export class Orders {
  private readonly store: OrdersOptions['store'];
  private readonly placement: Placement;
  private readonly index: OrderIndex;
  private readonly cache: OrderCache | undefined;
  private readonly now: () => Date;

  constructor({ store, placement, index, cache, now = () => new Date() }: OrdersOptions) {
    this.store = store;
    this.placement = placement;
    this.index = index;
    this.cache = cache;
    this.now = now;
  }

  /**
   * @throws IdempotencyKeyReusedError when the key has created an order with other lines
   * @throws NotHomeError, and what else `VersionedStore.create` throws
   */
  async create(draft: OrderDraft, { idempotencyKey, ...caller }: Writer): Promise<Order> {
    const data = placedOrder(draft, idempotencyKey, this.now().toISOString());
    const item = await this.createOnce(data, caller);
    if (!isSameContent(item.data, data)) throw new IdempotencyKeyReusedError(data.orderId);
    return this.written(item);
  }

  /**
   * @param caller.maxWaitMilliseconds - for a replica that lags behind the session
   * @throws StaleReadError, and what else `VersionedStore.get` throws
   */
  async get(orderId: string, caller: Caller & { readonly maxWaitMilliseconds?: number }): Promise<Order | undefined> {
    const item = await (this.cache ?? this.store).get<OrderData>(orderKey(orderId), caller);
    return item && orderOf(item);
  }

  /**
   * Where the order is written as far as this region knows, or would be if there were one.
   *
   * @throws PlacementUnknownError
   */
  async homeOf(orderId: string, { signal }: Pick<Writer, 'signal'> = {}): Promise<string> {
    const key = orderKey(orderId);
    const item = await this.store.get(key, { signal });
    return item?.homeRegion ?? this.placement.homeOf(key.pk);
  }

  /**
   * A page of a customer's orders, the oldest first. None is older than the session has seen it; one that was created
   * a moment ago may be missing.
   *
   * @throws InvalidInputError when the cursor is not from an earlier page
   */
  async list(
    customerId: string,
    { limit, cursor, session }: Caller & { readonly limit: number; readonly cursor?: string },
  ): Promise<OrderList> {
    const after = cursor === undefined ? undefined : sortKeyOf(cursor);
    const { orders, last } = await this.index.ordersOf(customerId, {
      limit,
      ...(after !== undefined && { after }),
    });
    const page = await Promise.all(
      orders.map(async (stored): Promise<CachedItem<OrderData>> => {
        const key = orderKey(stored.orderId);
        const listed = { key, data: stored, version: stored.version, epoch: stored.epoch };
        if (session.admits(key, listed)) return listed;
        return (await this.store.get<OrderData>(key, { session })) ?? listed;
      }),
    );
    // Not before each order has been compared with what was seen of it: remembering one may make the session forget
    // another.
    for (const item of page) session.see(item);
    return { orders: page.map(orderOf), ...(last !== undefined && { cursor: cursorOf(last) }) };
  }

  /**
   * Brings an order into its next state.
   *
   * @throws IllegalTransitionError when the state does not follow the order's own
   * @throws NotHomeError, NotFoundError, and what else `VersionedStore.update` throws
   */
  async advance(orderId: string, status: OrderStatus, { idempotencyKey, ...caller }: Writer): Promise<Order> {
    const key = orderKey(orderId);
    const into = (data: OrderData): OrderData => {
      requireTransition(data.status, status);
      return { ...data, status, updatedAt: this.now().toISOString() };
    };
    try {
      const writeId = advanceId(orderId, status, idempotencyKey);
      // A replica that lags behind the session is mostly not the home, and the home is asked sooner than the replica
      // catches up.
      return this.written(await this.store.update(key, into, { ...caller, writeId, maxWaitMilliseconds: 0 }));
    } catch (error) {
      if (!(error instanceof StaleReadError)) throw error;
      const home = await this.homeOf(orderId, caller);
      throw home === this.store.region ? error : new NotHomeError(key, this.store.region, home);
    }
  }

  /** The order that is there counts as created, for its id comes from the idempotency key. */
  private async createOnce(data: OrderData, caller: Omit<Writer, 'idempotencyKey'>): Promise<VersionedItem<OrderData>> {
    const key = orderKey(data.orderId);
    try {
      return await this.store.create(key, data, { ...caller, writeId: data.orderId });
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
      const item = await this.store.get<OrderData>(key, caller);
      if (item === undefined) throw error;
      return item;
    }
  }

  private written(item: VersionedItem<OrderData>): Order {
    // Nobody waits for the cache: a session that has seen the write is never shown less.
    void this.cache?.put(item).catch(() => undefined);
    return orderOf(item);
  }
}
