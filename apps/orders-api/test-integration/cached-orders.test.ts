import { cacheKey } from '@active-active/write-conflict';
import { orderKey } from '../src/order-id';
import { eventually } from './support/eventually';
import { GlobalDatastore, HOME, NEAR, TABLE } from './support/global-datastore';
import { OrderWorkload } from './support/order-workload';
import { OrdersServices, type Variables } from './support/orders-services';

/** The services of two regions over a Global Datastore of real servers; the steps go on from one another. */
const CLIENTS = 16;
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

async function cacheStateIn(region: string): Promise<string> {
  const response = await fetch(`${services.urlOf(region)}/health/ready`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { cache: string }).cache;
}

/** Clients deliver orders while something happens to the cache. None is refused, or shown less than it has seen. */
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
  expect(workload.refusals).toEqual({});
  return workload;
}

async function ordersDelivered(workload: OrderWorkload, count: number): Promise<void> {
  const before = workload.ledger.acknowledged;
  await eventually(() => workload.ledger.acknowledged >= before + count, `${count} more writes are acknowledged`);
}

test('orders are in the cache of both regions', async () => {
  const { ledger } = await expectUnnoticed('warm', (workload) => ordersDelivered(workload, 50));
  for (const region of REGIONS) {
    expect(await cacheStateIn(region)).toBe('ok');
    const server = await datastore.connect(region);
    const names = ledger.orderIds.map((orderId) => cacheKey(NAMESPACE, orderKey(orderId)));
    await eventually(
      async () => (await server.exists(...names)) === names.length,
      `all orders are cached in ${region}`,
    );
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
    for (const region of REGIONS) {
      await eventually(async () => (await cacheStateIn(region)) === 'ok', `the cache of ${region} is back`);
    }
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
