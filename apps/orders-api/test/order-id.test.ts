import { HomeRegionRouter } from '@active-active/write-conflict';
import fc from 'fast-check';
import { ORDER_ID_PATTERN, orderIdOf, orderKey, placementKeyOf } from '../src/order-id';

const text = fc.string({ minLength: 1, maxLength: 64 });

test('the same customer and key are the same order, and others are not', () => {
  // A new derivation would make a second order of a create that is repeated across a deployment.
  expect(orderIdOf('customer-1', 'key-1')).toBe('e83f10dcd2c68747-26d6a1e8fa63b725f424502b1cf5ec58');
  fc.assert(
    fc.property(text, text, text, text, (customerA, keyA, customerB, keyB) => {
      const a = orderIdOf(customerA, keyA);
      expect(a).toMatch(new RegExp(ORDER_ID_PATTERN));
      expect(a === orderIdOf(customerB, keyB)).toBe(customerA === customerB && keyA === keyB);
    }),
  );
});

test('all orders of a customer are placed in one region, which their keys tell', () => {
  const router = new HomeRegionRouter({ regions: ['us-east-1', 'eu-west-1'].map((region) => ({ region, weight: 1 })) });
  const homeOf = (customer: string, key: string) =>
    router.homeOf(placementKeyOf(orderKey(orderIdOf(customer, key)).pk));
  fc.assert(fc.property(text, text, text, (customer, a, b) => homeOf(customer, a) === homeOf(customer, b)));
  const homes = new Set(Array.from({ length: 20 }, (_, i) => homeOf(`customer-${i}`, 'key')));
  expect(homes.size).toBe(2);
});
