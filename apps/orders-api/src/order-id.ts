import { createHash } from 'node:crypto';
import type { ItemKey } from '@active-active/write-conflict';
import type { OrderStatus } from './order-status';

/** An order's id: what its home is drawn from, and what tells it from the customer's other orders. */
export const ORDER_ID_PATTERN = '^[0-9a-f]{16}-[0-9a-f]{32}$';

const PREFIX = 'ORDER#';
const PLACEMENT_LENGTH = 16;

/**
 * Id of the order that a customer creates under an idempotency key. Whichever region computes it, a repeated create
 * names the same item, so it takes effect once.
 */
export function orderIdOf(customerId: string, idempotencyKey: string): string {
  const placement = digest(customerId).slice(0, PLACEMENT_LENGTH);
  return `${placement}-${digest(JSON.stringify([customerId, idempotencyKey])).slice(0, 32)}`;
}

export function orderKey(orderId: string): ItemKey {
  return { pk: `${PREFIX}${orderId}`, sk: 'ORDER' };
}

/**
 * Id of a write that brings an order into a state. The same idempotency key for another state is another write. Logs tell
 * which writes were lost, so the id has a digest of the key, which a client wrote.
 */
export function advanceId(orderId: string, status: OrderStatus, idempotencyKey: string): string {
  return `${status}:${digest(JSON.stringify([orderId, idempotencyKey])).slice(0, 32)}`;
}

/**
 * What the home region of a new order is drawn for. All orders of a customer have it in common, so they are placed
 * together, and an order's id alone tells where it would be.
 */
export function placementKeyOf(partitionKey: string): string {
  return partitionKey.slice(PREFIX.length, PREFIX.length + PLACEMENT_LENGTH);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
