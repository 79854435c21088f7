import { cacheKey } from '@active-active/write-conflict';
import { orderKey } from '../src/order-id';
import { eventually } from './support/eventually';
import { GlobalDatastore, HOME, NEAR, TABLE } from './support/global-datastore';
import { OrderWorkload } from './support/order-workload';
import { OrdersServices, type Variables } from './support/orders-services';

/** The services of two regions over a Global Datastore of real servers; the steps go on from one another. */
const CLIENTS = 4;
const REGIONS = [HOME, NEAR] as const;
const NAMESPACE = 'orders:1';

const datastore = new GlobalDatastore();
let services: OrdersServices;

beforeAll(async () => {
  await datastore.up();
  await datastore.table.placeIn(REGIONS);
  services = new OrdersServices(datastore.instance);
  await services.run(TABLE, { [HOME]: cacheVariables(HOME), [NEAR]: cacheVariables(NEAR) });
});
afterAll(() => datastore.remove());
afterEach(() => datastore.cloud.clearFaults());

function cacheVariables(region: string): Variables {
  return {
    CACHE_HOST: 'primary.cache.example.com',
    CACHE_READER_HOST: 'reader.cache.example.com',
    CACHE_PORT: '6379',
    CACHE_REGION: region,
    CACHE_REPLICATION_GROUP_ID: `orders-${region}`,
  };
}

/** Waits until the service in a region says that its cache answers. */
function cacheAnswers(region: string): Promise<void> {
  return eventually(async () => {
    const response = await fetch(`${services.urlOf(region)}/health/ready`);
    return ((await response.json()) as { cache: string }).cache === 'ok';
  }, `the cache of ${region} answers`);
}

/** Clients deliver orders while something happens to the cache. None is shown less than it has seen, or refused for it. */
async function expectUnnoticed(
  name: string,
  during: (workload: OrderWorkload) => Promise<void>,
): Promise<OrderWorkload> {
  const workload = new OrderWorkload(REGIONS.map((region) => services.urlOf(region)));
  let isOver = false;
  const clients = Promise.all(
    Array.from({ length: CLIENTS }, (_, i) => workload.deliver(`${name}-${i}`, () => isOver)),
  );
  try {
    // A client that fails ends the test at once.
    await Promise.race([during(workload), clients]);
  } finally {
    isOver = true;
  }
  await clients;
  expect(workload.ledger.contradictions).toEqual([]);
  // On a busy machine the table or the home may be late. Neither comes from the cache.
  const { TableUnavailable: _table, HomeUnreachable: _home, ...refusals } = workload.refusals;
  expect(refusals).toEqual({});
  return workload;
}

async function ordersDelivered(workload: OrderWorkload, count: number): Promise<void> {
  const before = workload.ledger.acknowledged;
  await eventually(() => workload.ledger.acknowledged >= before + count, `${count} more writes are acknowledged`);
}

test('orders are in the cache of both regions', async () => {
  const { ledger } = await expectUnnoticed('warm', (workload) => ordersDelivered(workload, 50));
  for (const region of REGIONS) {
    await cacheAnswers(region);
    const server = await datastore.connect(region);
    await eventually(async () => {
      const missing = [];
      for (const orderId of ledger.orderIds) {
        if ((await server.exists(cacheKey(NAMESPACE, orderKey(orderId)))) === 0) missing.push(orderId);
      }
      // A write that the cache was late for is made up for by the next read.
      for (const orderId of missing) await fetch(`${services.urlOf(HOME)}/orders/${orderId}`);
      return missing.length === 0;
    }, `all orders are cached in ${region}`);
  }
});

test('a cache that lags 2 s shows nobody less than they have seen', async () => {
  await datastore.cloud.faultLink(HOME, NEAR, { lagMs: 2_000 });
  await expectUnnoticed('lag', (workload) => ordersDelivered(workload, 200));
});

test('a cache that is killed is missed by nobody, and used again when it is back', async () => {
  await expectUnnoticed('kill', async (workload) => {
    await datastore.kill(NEAR);
    await datastore.kill(HOME);
    await ordersDelivered(workload, 50);
    for (const region of REGIONS) await cacheAnswers(region);
    await ordersDelivered(workload, 50);
  });
});

test('a promotion is noticed by nobody', async () => {
  await expectUnnoticed('promotion', async (workload) => {
    await ordersDelivered(workload, 50);
    await datastore.promote(NEAR);
    await ordersDelivered(workload, 50);
  });
});
