import fc from 'fast-check';
import {
  IllegalTransitionError,
  nextStatuses,
  ORDER_STATUSES,
  type OrderStatus,
  requireTransition,
} from '../src/order-status';

const anyStatus = fc.constantFrom(...ORDER_STATUSES);

test('an order goes from placed to delivered', () => {
  const path = ['placed', 'paid', 'packed', 'shipped', 'delivered'] as const;
  path.slice(1).forEach((to, i) => expect(() => requireTransition(path[i]!, to)).not.toThrow());
  expect(nextStatuses('delivered')).toEqual([]);
  expect(nextStatuses('cancelled')).toEqual([]);
});

test.each(['placed', 'paid', 'packed'] as const)('an order that is %s may be cancelled', (from) => {
  expect(() => requireTransition(from, 'cancelled')).not.toThrow();
});

test('fails when the state does not follow, with both states and what would', () => {
  const refused = (from: 'placed' | 'delivered') => () => requireTransition(from, 'shipped');
  expect(refused('placed')).toThrow(new IllegalTransitionError('placed', 'shipped'));
  expect(refused('placed')).toThrow('order is placed and cannot become shipped; it may become paid or cancelled');
  expect(refused('delivered')).toThrow('order is delivered and cannot become shipped; it stays so');
});

/** The states that an order is in, one after another, when these are asked for. */
function statesAfter(requests: readonly OrderStatus[]): readonly OrderStatus[] {
  const states: OrderStatus[] = ['placed'];
  for (const to of requests) {
    try {
      requireTransition(states.at(-1)!, to);
      states.push(to);
    } catch {
      // The order stays as it is.
    }
  }
  return states;
}

test('no sequence of requests goes back, or out of an end', () => {
  fc.assert(
    fc.property(fc.array(anyStatus, { maxLength: 20 }), (requests) => {
      const states = statesAfter(requests);
      const ranks = states.map((status) => ORDER_STATUSES.indexOf(status));
      expect(ranks).toEqual([...new Set(ranks)].sort());
      expect(states.slice(0, -1)).not.toContain('delivered');
      expect(states.slice(0, -1)).not.toContain('cancelled');
    }),
  );
});
