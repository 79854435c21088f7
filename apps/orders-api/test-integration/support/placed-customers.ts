import { HomeRegionRouter } from '@active-active/write-conflict';
import { orderIdOf, orderKey, placementKeyOf } from '../../src/order-id';

/** Customers whose orders are placed in one of several regions of the same weight. */
export function* customersPlacedIn(home: string, regions: readonly string[]): Generator<string, never> {
  const router = new HomeRegionRouter({ regions: regions.map((region) => ({ region, weight: 1 })) });
  for (let i = 0; ; i += 1) {
    const customerId = `customer-of-${home}-${i}`;
    if (router.homeOf(placementKeyOf(orderKey(orderIdOf(customerId, 'any')).pk)) === home) yield customerId;
  }
}
