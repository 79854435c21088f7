import { LocalCloudClient } from '@active-active/local-cloud';
import { eventually } from './support/eventually';
import { type Answer, OrderClient } from './support/order-client';
import { OrdersCloud } from './support/orders-cloud';
import { ordersCommand } from './support/orders-command';
import { customersPlacedIn } from './support/placed-customers';
import { storedOrders } from './support/stored-orders';

const US = 'us-east-1';
const EU = 'eu-west-1';
const AP = 'ap-south-1';
const REGIONS = [US, EU, AP] as const;
const ORDERS = 20;

const cloud = new OrdersCloud();
let local: LocalCloudClient;
/** Orders at home in the region that is lost; one of them has reached the third region alone. */
const orderIds: string[] = [];
/** An order whose last change was acknowledged and has left the lost region for none. */
let changed: { readonly orderId: string; readonly client: OrderClient };
let acknowledged: Answer;

const takeOver = (...options: readonly string[]) =>
  ordersCommand(cloud.instance, 'take-over', ['--lost', US, '--to', EU, ...options]);
const pause = (to: string) => local.faultLink(US, to, { paused: true });

beforeAll(async () => {
  await cloud.up(REGIONS);
  local = new LocalCloudClient(cloud.instance.endpoint);
  const url = cloud.services.urlOf(US);
  const customers = customersPlacedIn(US, REGIONS);
  const create = async () => {
    const client = new OrderClient(customers.next().value);
    const { orderId } = (await client.create(url)).order;
    orderIds.push(orderId);
    return { orderId, client };
  };
  for (let i = 1; i < ORDERS; i += 1) changed = await create();
  await cloud.table.replication.quiesce();
  await pause(EU);
  const { orderId } = await create();
  await eventually(
    async () => (await storedOrders(cloud.instance, AP)).has(orderId),
    'the last order reaches one region',
  );
  await pause(AP);
  acknowledged = await changed.client.advance(url, changed.orderId, 'paid');
  await local.faultRegion(US, 'refuse');
});
afterAll(() => cloud.remove());

test('the orders of a lost region can be read, and not written', async () => {
  const response = await fetch(`${cloud.services.urlOf(EU)}/orders/${changed.orderId}/status`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'while-the-home-is-lost' },
    body: JSON.stringify({ status: 'paid' }),
  });
  expect({ status: response.status, body: await response.text() }).toEqual({
    status: 503,
    body: expect.stringContaining('HomeUnreachable') as string,
  });
});

test('nothing is taken while a survivor does not answer, unless it is left out', async () => {
  await local.faultRegion(AP, 'refuse');
  expect(await takeOver('--fenced', US)).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(/^error: ap-south-1 does not answer \(.+\);.* --without ap-south-1/m) as string,
  });
  const { stdout } = await takeOver('--dry-run', '--without', AP);
  expect(stdout).toBe(`${ORDERS - 1} orders would be taken from ${US} to ${EU}\n`);
  await local.clearRegion(AP);
});

test('a region without a replica is no region to lose', async () => {
  expect(
    await ordersCommand(cloud.instance, 'take-over', ['--lost', 'us-west-2', '--to', EU, '--dry-run']),
  ).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--lost must be a replica of orders, got us-west-2') as string,
  });
});

test('takes every order that has left the lost region, wherever it has arrived, and says what it has seen', async () => {
  const { exitCode, stdout } = await takeOver('--fenced', US, '--json');
  const { taken, ...rest } = JSON.parse(stdout) as { readonly taken: readonly { readonly order: string }[] };
  expect({ exitCode, ...rest }).toEqual({ exitCode: 0, failed: [], complete: true });
  expect(taken).toHaveLength(ORDERS);
  expect(acknowledged).toMatchObject({ status: 200, order: { version: 2 } });
  expect(taken).toContainEqual({ order: `ORDER#${changed.orderId}`, version: 1, epoch: 1 });
  expect(await takeOver('--fenced', US)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^0 orders/) as string,
  });
});

test('then they are written in the new home, and stay what they are there once the lost region is back', async () => {
  const answer = await changed.client.advance(cloud.services.urlOf(EU), changed.orderId, 'cancelled');
  expect(answer).toMatchObject({ status: 200, order: { status: 'cancelled' } });
  await local.clearFaults();
  expect(await cloud.table.replication.quiesce()).toBe(true);
  const [european, ...others] = await Promise.all([EU, US, AP].map((region) => storedOrders(cloud.instance, region)));
  expect([...european!.keys()].sort()).toEqual([...orderIds].sort());
  expect([...european!.values()].filter(({ homeRegion }) => homeRegion !== EU)).toEqual([]);
  for (const replica of others) expect(replica).toEqual(european);
});

test('nothing is taken from a region whose table answers, for then its orders can be moved without a loss', async () => {
  expect(await takeOver('--fenced', US)).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining(
      `the table in ${US} answers; 'npm run rehome -- --table orders --from ${US} --to ${EU}'`,
    ) as string,
  });
  expect(await takeOver('--fenced', US, '--although-it-answers')).toMatchObject({ exitCode: 0 });
});
