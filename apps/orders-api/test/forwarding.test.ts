import { once } from 'node:events';
import { createServer, type IncomingMessage, request as sendRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Session } from '@active-active/write-conflict';
import type { Order } from '../src/order';
import { orderIdOf, orderKey } from '../src/order-id';
import { HttpForwarding, templateEndpoints } from '../src/forwarding';
import { MemoryTable } from './support/memory-table';
import { DRAFT, EU, TestRegion, US } from './support/region';

const table = new MemoryTable();
const urls: Record<string, string> = {};
const endpoints = { endpointOf: async (region: string) => urls[region] ?? Promise.reject(new Error('no such region')) };
let us: TestRegion;
let eu: TestRegion;
/** us-east-1 as well, for tests of what does not come. */
let hasty: TestRegion;
let hastyUrl: string;

/** A region where new orders are at home in eu-west-1. Its bounds are those of a test that is not about them. */
function startRegion(region: string, { timeoutMilliseconds = 60_000, homeWaitMilliseconds = 60_000 } = {}) {
  const forwarding = new HttpForwarding({ region, endpoints, timeoutMilliseconds });
  return TestRegion.start({ region, table, homes: [EU], homeWaitMilliseconds, forwarding });
}

beforeAll(async () => {
  us = await startRegion(US);
  eu = await startRegion(EU);
  hasty = await startRegion(US, { timeoutMilliseconds: 300, homeWaitMilliseconds: 300 });
  urls[EU] = await eu.app.listen({ port: 0, host: '127.0.0.1' });
  urls[US] = await us.app.listen({ port: 0, host: '127.0.0.1' });
  hastyUrl = await hasty.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => Promise.all([us.close(), eu.close(), hasty.close()]));
afterEach(() => table.stale.clear());

let customers = 0;
async function orderAtHomeInEurope(): Promise<Order> {
  const response = await us.create({ ...DRAFT, customerId: `customer-${(customers += 1)}` });
  expect(response.statusCode).toBe(201);
  return response.json();
}

function moveTo(orderId: string, homeRegion: string): void {
  const item = table.peek(orderKey(orderId))!;
  table.write({ ...item, homeRegion, epoch: item.epoch + 1, version: item.version + 1 });
}

test('a write is made at its home, and answered as there', async () => {
  const response = await us.create(DRAFT, { 'idempotency-key': 'key-1' });
  const orderId = orderIdOf('customer-1', 'key-1');
  expect(response.statusCode).toBe(201);
  expect(response.headers).toMatchObject({ location: `/orders/${orderId}`, 'idempotency-key': 'key-1' });
  expect(table.peek(orderKey(orderId))).toMatchObject({ homeRegion: EU, version: 1 });
  expect((await eu.create(DRAFT, { 'idempotency-key': 'key-1' })).json()).toEqual(response.json());

  const advanced = await us.advance(orderId, 'paid', {
    'x-session-token': String(response.headers['x-session-token']),
  });
  expect(advanced.json()).toMatchObject({ status: 'paid', version: 2 });
  const session = Session.parse(String(advanced.headers['x-session-token']));
  expect(session.minimum(orderKey(orderId))).toEqual({ version: 2, epoch: 1 });
});

test("the home's refusal is passed on", async () => {
  const { orderId } = await orderAtHomeInEurope();
  const response = await us.advance(orderId, 'delivered');
  expect(response.statusCode).toBe(409);
  expect(response.json()).toMatchObject({ error: 'IllegalTransition', from: 'placed', to: 'delivered' });
});

test('a request target with an origin is sent on without it', async () => {
  const request = sendRequest(`${urls[US]}/`, {
    method: 'POST',
    path: 'http://api.example.com/orders',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'absolute' },
  }).end(JSON.stringify(DRAFT));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(201);
  expect(table.peek(orderKey(orderIdOf('customer-1', 'absolute')))).toMatchObject({ homeRegion: EU, version: 1 });
});

test('the key that the first region has drawn is used at the home', async () => {
  const response = await us.create(DRAFT);
  const key = String(response.headers['idempotency-key']);
  expect((response.json() as Order).orderId).toBe(orderIdOf('customer-1', key));
});

test('a replica behind the session does not keep a write from its home', async () => {
  const { orderId } = await orderAtHomeInEurope();
  const old = table.peek(orderKey(orderId));
  const paid = await eu.advance(orderId, 'paid');
  table.stale.set(US, old);
  const headers = { 'x-session-token': String(paid.headers['x-session-token']) };
  const response = await us.advance(orderId, 'packed', headers);
  expect(response.json()).toMatchObject({ status: 'packed', version: 3 });
});

test('a read of a replica behind the session is answered by the home', async () => {
  const { orderId } = await orderAtHomeInEurope();
  const old = table.peek(orderKey(orderId));
  const paid = await eu.advance(orderId, 'paid');
  const headers = { 'x-session-token': String(paid.headers['x-session-token']) };
  for (const shown of [old, undefined]) {
    table.stale.set(US, shown);
    const response = await us.send({ url: `/orders/${orderId}`, headers });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(paid.json());
  }
  moveTo(orderId, 'ap-south-1');
  table.stale.set(EU, old);
  const atHome = await eu.send({ url: `/orders/${orderId}`, headers });
  expect(atHome.statusCode).toBe(503);
  expect(atHome.json()).toMatchObject({ error: 'StaleRead' });
});

test('a write that comes before the image of its new home waits for it', async () => {
  const { orderId } = await orderAtHomeInEurope();
  const old = table.peek(orderKey(orderId));
  moveTo(orderId, US);
  table.stale.set(US, old);
  const response = eu.advance(orderId, 'paid');
  // The home has been asked, and does not know yet.
  await us.app.inject({ url: '/health/live' });
  table.stale.delete(US);
  expect((await response).json()).toMatchObject({ status: 'paid', version: 3 });
});

test('fails when the image of the new home does not come', async () => {
  const { orderId } = await orderAtHomeInEurope();
  table.stale.set(US, table.peek(orderKey(orderId)));
  moveTo(orderId, US);
  const patientUrl = urls[US]!;
  urls[US] = hastyUrl;
  const response = await eu.advance(orderId, 'paid', { 'idempotency-key': 'key' });
  urls[US] = patientUrl;
  expect(response.statusCode).toBe(503);
  expect(response.headers).toMatchObject({ 'retry-after': '1', 'idempotency-key': 'key' });
  expect(response.json()).toEqual({
    error: 'HomeMoving',
    message: "the order's home is moving, and is eu-west-1 still; repeat with the same idempotency key",
    homeRegion: EU,
  });
});

test('fails when the home does not answer, with its name', async () => {
  const { orderId } = await orderAtHomeInEurope();
  moveTo(orderId, 'ap-south-1');
  for (const problem of ['unknown', 'refuses', 'silent']) {
    let server: Server | undefined;
    if (problem === 'refuses') urls['ap-south-1'] = 'http://127.0.0.1:1';
    if (problem === 'silent') {
      server = createServer(() => undefined).listen(0, '127.0.0.1');
      await new Promise((resolve) => server!.once('listening', resolve));
      urls['ap-south-1'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    const response = await hasty.advance(orderId, 'paid');
    server?.closeAllConnections();
    server?.close();
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json()).toEqual({
      error: 'HomeUnreachable',
      message: `home region ap-south-1 of item ORDER#${orderId}/ORDER does not answer; repeat with the same write id, or move the item when the region is lost`,
      homeRegion: 'ap-south-1',
    });
  }
});

test('fails when forwarding is off, with the name of the home', async () => {
  const alone = await TestRegion.start({ region: US, table, homes: [EU] });
  const created = await alone.create(DRAFT, { 'idempotency-key': 'key-2' });
  const { orderId } = await orderAtHomeInEurope();
  const advanced = await alone.advance(orderId, 'paid');
  for (const response of [created, advanced]) {
    expect(response.statusCode).toBe(421);
    expect(response.json()).toMatchObject({ error: 'NotHome', homeRegion: EU });
  }
  expect((advanced.json() as { message: string }).message).toBe(
    `item ORDER#${orderId}/ORDER is written in its home region eu-west-1 and not in us-east-1; send the write there`,
  );
  await alone.close();
});

test.each(['1', '7', 'many'])('a write that says it has been forwarded (%s) is sent nowhere', async (hops) => {
  const response = await hasty.create(DRAFT, { 'x-forwarded-hops': hops, 'idempotency-key': `hops-${hops}` });
  expect(response.statusCode).toBe(503);
  expect(response.json()).toMatchObject({ error: 'HomeMoving', homeRegion: EU });
  expect(table.peek(orderKey(orderIdOf('customer-1', `hops-${hops}`)))).toBeUndefined();
});

test("a region's endpoint comes from the template", async () => {
  const { endpointOf } = templateEndpoints('https://{region}.api.example.com');
  expect(await endpointOf(EU)).toBe('https://eu-west-1.api.example.com');
});
