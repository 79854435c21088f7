import type { CachedItem } from '@active-active/write-conflict';
import { orderIdOf } from './order-id';
import type { OrderStatus } from './order-status';

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

/** What a client gives to create an order. */
export interface OrderDraft {
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
}

/** An order as its item holds it, beside the library's header. */
export type OrderData = {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  /** ISO 8601, UTC, by the clock of the region that wrote it: for people, never compared. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Keys of the index that lists a customer's orders. */
  readonly gsi1pk: string;
  readonly gsi1sk: string;
};

/** An order as a client sees it. */
export type Order = Omit<OrderData, 'gsi1pk' | 'gsi1sk'> & { readonly version: number };

export function placedOrder({ customerId, lines }: OrderDraft, idempotencyKey: string, createdAt: string): OrderData {
  const orderId = orderIdOf(customerId, idempotencyKey);
  return {
    orderId,
    customerId,
    status: 'placed',
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    createdAt,
    updatedAt: createdAt,
    gsi1pk: customerPartition(customerId),
    gsi1sk: `${createdAt}#${orderId}`,
  };
}

/** Whether two orders have the same content: what a repeated create must agree in. */
export function isSameContent(a: Pick<OrderData, 'lines'>, b: Pick<OrderData, 'lines'>): boolean {
  const text = ({ lines }: Pick<OrderData, 'lines'>) =>
    JSON.stringify(lines.map(({ sku, quantity }) => [sku, quantity]));
  return text(a) === text(b);
}

export function customerPartition(customerId: string): string {
  return `CUSTOMER#${customerId}`;
}

export function orderOf({ data, version }: Pick<CachedItem<OrderData>, 'data' | 'version'>): Order {
  const { orderId, customerId, status, lines, createdAt, updatedAt } = data;
  return { orderId, customerId, status, lines, createdAt, updatedAt, version };
}
