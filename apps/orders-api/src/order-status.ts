/** States of an order, in the order in which it goes through them; `cancelled` is left to no other. */
export const ORDER_STATUSES = ['placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  placed: ['paid', 'cancelled'],
  paid: ['packed', 'cancelled'],
  packed: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  cancelled: [],
};

/** The states that may follow one. */
export function nextStatuses(status: OrderStatus): readonly OrderStatus[] {
  return NEXT[status];
}

/** An order does not go from the one state to the other. */
export class IllegalTransitionError extends Error {
  override readonly name = 'IllegalTransitionError';

  constructor(
    readonly from: OrderStatus,
    readonly to: OrderStatus,
  ) {
    const next = nextStatuses(from);
    const fix = next.length > 0 ? `it may become ${next.join(' or ')}` : 'it stays so';
    super(`order is ${from} and cannot become ${to}; ${fix}`);
  }
}

/** @throws IllegalTransitionError */
export function requireTransition(from: OrderStatus, to: OrderStatus): void {
  if (!nextStatuses(from).includes(to)) throw new IllegalTransitionError(from, to);
}
