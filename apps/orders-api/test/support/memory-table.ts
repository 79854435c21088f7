import type {
  ItemKey,
  PutCondition,
  PutOutcome,
  Replica,
  ReplicaCallOptions,
  StoredItem,
} from '@active-active/write-conflict';
import type { OrderData } from '../../src/order';
import type { OrderIndex, OrderPage, OrderPageRequest } from '../../src/order-index';

/** One table that all regions see at once: what a test of HTTP needs. Replication has its own tests. */
export class MemoryTable {
  private readonly items = new Map<string, StoredItem>();
  /** Thrown by the next calls, one after another. */
  readonly failures: Error[] = [];
  /** Regions whose replica lags behind: it shows this instead of the item. */
  readonly stale = new Map<string, StoredItem | undefined>();
  /** Whether it leaves calls without an answer, until they are aborted. */
  isSilent = false;

  replica(region: string): Replica {
    return {
      region,
      get: (key, options) =>
        this.call(() => (this.stale.has(region) ? this.stale.get(region) : this.peek(key)), options),
      put: (item, condition, options) => this.call(() => this.put(item, condition), options),
    };
  }

  readonly index: OrderIndex = {
    ordersOf: (customerId, page) => this.call(() => this.pageOf(customerId, page)),
  };

  peek(key: ItemKey): StoredItem | undefined {
    return this.items.get(nameOf(key));
  }

  /** What a hand-off or another region does. */
  write(item: StoredItem): void {
    this.items.set(nameOf(item), item);
  }

  private put(item: StoredItem, condition: PutCondition): PutOutcome {
    const current = this.peek(item);
    if (!holds(condition, current)) return { done: false, current };
    this.write(item);
    return { done: true };
  }

  private pageOf(customerId: string, { limit, after = '' }: OrderPageRequest): OrderPage {
    const all = [...this.items.values()]
      .map((item) => item as StoredItem & OrderData)
      .filter(({ gsi1pk, gsi1sk }) => gsi1pk === `CUSTOMER#${customerId}` && gsi1sk > after)
      .sort((a, b) => (a.gsi1sk < b.gsi1sk ? -1 : 1));
    const orders = all.slice(0, limit);
    return { orders, ...(all.length > limit && { last: orders.at(-1)!.gsi1sk }) };
  }

  private async call<T>(effect: () => T, { signal }: ReplicaCallOptions = {}): Promise<T> {
    if (this.isSilent) {
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('request aborted'))));
    }
    const failure = this.failures.shift();
    if (failure) throw failure;
    return effect();
  }
}

function holds(condition: PutCondition, current: StoredItem | undefined): boolean {
  if (condition === 'any') return true;
  if (condition === 'absent') return current === undefined;
  const { version, epoch, homeRegion } = condition;
  return current?.version === version && current.epoch === epoch && current.homeRegion === homeRegion;
}

function nameOf({ pk, sk }: ItemKey): string {
  return JSON.stringify([pk, sk]);
}
