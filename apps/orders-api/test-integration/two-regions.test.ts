import type { StoredItem } from '@active-active/write-conflict';
import { nextStatuses, type OrderStatus } from '../src/order-status';
import { OrderWorkload } from './support/order-workload';
import { OrdersCloud } from './support/orders-cloud';
import { ordersCommand } from './support/orders-command';
import { customersPlacedIn } from './support/placed-customers';
import { storedOrders } from './support/stored-orders';

const US = 'us-east-1';
const EU = 'eu-west-1';
const REGIONS = [US, EU] as const;
const CONNECTIONS = 64;
const MOVERS = 16;
const COMPETITIONS = 8;
const LAG_MILLISECONDS = 150;
const LOST_SHARE = 0.05;
const MOVED_ORDERS = 1_000;
const SECONDS = Number(process.env['ORDERS_LOAD_SECONDS'] ?? '10');

const cloud = new OrdersCloud();
let workload: OrderWorkload;

beforeAll(async () => {
  await cloud.up(REGIONS);
  workload = new OrderWorkload(REGIONS.map((region) => cloud.services.urlOf(region)));
});
afterAll(() => cloud.remove());

test(`${CONNECTIONS} clients for ${SECONDS} s, with lag, lost acknowledgements and ${MOVED_ORDERS} orders moving`, async () => {
  const { replication } = cloud.table;
  const orderIds = await ordersAtHomeInAmerica();
  await replication.setLag(LAG_MILLISECONDS);
  for (const region of REGIONS) await replication.loseAcknowledgements(region, LOST_SHARE);

  const end = performance.now() + SECONDS * 1000;
  let isMoved = false;
  const isOver = () => isMoved && performance.now() > end;
  const times = <T>(count: number, work: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => work(i));
  const moving = rehome('--from', US, '--to', EU, '--json').finally(() => (isMoved = true));
  await Promise.all([
    moving,
    ...times(CONNECTIONS - MOVERS - 2 * COMPETITIONS, (i) => workload.deliver(`customer-${i}`, isOver)),
    ...times(COMPETITIONS, (i) => workload.compete(`competitor-${i}`, isOver)),
    ...times(MOVERS, (i) => {
      const share = orderIds.filter((_, order) => order % MOVERS === i);
      return workload.deliverAll(`mover-${i}`, share, isOver);
    }),
  ]);

  const { exitCode, stdout } = await moving;
  const { moved, ...rest } = JSON.parse(stdout) as { readonly moved: number };
  expect({ exitCode, ...rest }).toEqual({ exitCode: 0, alreadyThere: 0, failed: [], complete: true });
  expect(moved).toBeGreaterThanOrEqual(MOVED_ORDERS);
  expect(await replication.lostAcknowledgements()).toBeGreaterThan(0);
  await replication.keepAcknowledgements();
  expect(await replication.quiesce()).toBe(true);
  const [american, european] = [await ordersIn(US), await ordersIn(EU)];
  expectNothingLost(american);
  expect(european).toEqual(american);
  expect(await replication.conflicts()).toEqual([]);
  const { ledger, requests, refusals } = workload;
  process.stdout.write(
    `${requests} requests, ${ledger.acknowledged} writes acknowledged, ${moved} orders moved, repeated: ${JSON.stringify(refusals)}\n`,
  );
});

describe('rehome', () => {
  test('counts the orders that would move, and moves none', async () => {
    const count = async (...options: readonly string[]) =>
      JSON.parse((await rehome('--from', EU, '--to', US, '--dry-run', '--json', ...options)).stdout) as unknown;
    const atHome = [...(await ordersIn(EU)).values()].filter(({ homeRegion }) => homeRegion === EU);
    expect(await count()).toEqual({ orders: atHome.length });
    const customerId = String(atHome[0]!['customerId']);
    const own = atHome.filter((item) => item['customerId'] === customerId);
    expect(await count('--customer', customerId)).toEqual({ orders: own.length });
  });

  test("moves one customer's orders, and says so", async () => {
    const item = [...(await ordersIn(EU)).values()].find(({ homeRegion }) => homeRegion === EU);
    const customerId = String(item!['customerId']);
    const ofCustomer = async () =>
      [...(await ordersIn(EU)).values()].filter((each) => each['customerId'] === customerId && each.homeRegion === EU);
    const { length } = await ofCustomer();
    const { exitCode, stdout } = await rehome('--from', EU, '--to', US, '--customer', customerId);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${length} orders moved from ${EU} to ${US}\n` });
    expect(await ofCustomer()).toEqual([]);
  });

  test('fails when the new home has no replica', async () => {
    expect(await rehome('--from', US, '--to', 'ap-south-1')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'error: --to must be a replica of orders, got ap-south-1; us-east-1 knows [',
      ) as string,
    });
  });
});

function expectNothingLost(items: ReadonlyMap<string, StoredItem>): void {
  const { ledger } = workload;
  expect(ledger.contradictions).toEqual([]);
  // None is missing, and there is none that nobody was told of.
  expect([...items.keys()].sort()).toEqual([...ledger.orderIds].sort());
  for (const [orderId, item] of items) {
    const states = ledger.statesOf(orderId);
    // Each acknowledged write and each hand-off is one version: none is lost, and none was made twice.
    expect({ orderId, version: item.version, status: item['status'], isLegal: isLegal(states) }).toEqual({
      orderId,
      version: ledger.writesOf(orderId) + item.epoch - 1,
      status: states.at(-1),
      isLegal: true,
    });
  }
}

/** Whether an order may go through these states in this order, though not each of its states was seen. */
function isLegal(states: readonly string[]): boolean {
  const reachable = (status: OrderStatus): readonly string[] =>
    nextStatuses(status).flatMap((next) => [next, ...reachable(next)]);
  return states.slice(1).every((to, i) => reachable(states[i] as OrderStatus).includes(to));
}

async function ordersAtHomeInAmerica(): Promise<readonly string[]> {
  const orderIds: string[] = [];
  const customers = customersPlacedIn(US, REGIONS);
  const create = async () => {
    const client = workload.client(customers.next().value);
    while (orderIds.length < MOVED_ORDERS) orderIds.push((await workload.create(client)).order.orderId);
  };
  await Promise.all(Array.from({ length: 16 }, create));
  return orderIds;
}

const ordersIn = (region: string) => storedOrders(cloud.instance, region);
const rehome = (...options: readonly string[]) => ordersCommand(cloud.instance, 'rehome', options);
