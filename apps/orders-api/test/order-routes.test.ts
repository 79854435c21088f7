import { Session } from '@active-active/write-conflict';
import type { Order } from '../src/order';
import { orderIdOf, orderKey } from '../src/order-id';
import { MemoryTable } from './support/memory-table';
import { DRAFT, EU, TestRegion, US } from './support/region';

let region: TestRegion;
beforeEach(async () => {
  region = await TestRegion.start();
});
afterEach(() => region.close());

async function created(key = 'key-1', draft = DRAFT): Promise<Order> {
  return (await region.create(draft, { 'idempotency-key': key })).json();
}

describe('create', () => {
  test('answers with the order, its place, the key and a session', async () => {
    const response = await region.create(DRAFT, { 'idempotency-key': 'key-1' });
    const orderId = orderIdOf('customer-1', 'key-1');
    expect(response.statusCode).toBe(201);
    expect(response.json()).toEqual({
      orderId,
      ...DRAFT,
      status: 'placed',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      updatedAt: (response.json() as Order).createdAt,
      version: 1,
    });
    expect(response.headers).toMatchObject({ location: `/orders/${orderId}`, 'idempotency-key': 'key-1' });
    const session = Session.parse(response.headers['x-session-token'] as string);
    expect(session.minimum(orderKey(orderId))).toEqual({ version: 1, epoch: 1 });
  });

  test('draws a key where there is none, and tells it', async () => {
    const [a, b] = await Promise.all([region.create(DRAFT), region.create(DRAFT)]);
    expect(a.json()).not.toEqual(b.json());
    const again = await region.create(DRAFT, { 'idempotency-key': a.headers['idempotency-key'] as string });
    expect(again.json()).toEqual(a.json());
  });

  test('repeated, also after the order has changed often, is the same order', async () => {
    const { orderId } = await created();
    await region.advance(orderId, 'paid');
    const stored = region.table.peek(orderKey(orderId))!;
    region.table.write({ ...stored, version: 40, writeIds: Array.from({ length: 16 }, (_, i) => `write-${i}`) });
    expect(await created()).toMatchObject({ orderId, status: 'paid', version: 40 });
  });

  test('fails when the key was used for other lines', async () => {
    const { orderId } = await created();
    const response = await region.create(
      { ...DRAFT, lines: [{ sku: 'tea', quantity: 3 }] },
      { 'idempotency-key': 'key-1' },
    );
    expect(response.statusCode).toBe(422);
    expect(response.json()).toEqual({
      error: 'IdempotencyKeyReused',
      message: `the idempotency key has created order ${orderId}, which has other lines; take a new key for a new order`,
    });
  });
});

describe('get', () => {
  test('answers with the order', async () => {
    const order = await created();
    const response = await region.send({ url: `/orders/${order.orderId}` });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(order);
  });

  test('fails when there is no such order', async () => {
    const orderId = orderIdOf('nobody', 'key');
    const response = await region.send({ url: `/orders/${orderId}` });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toEqual({
      error: 'NotFound',
      message: `item ORDER#${orderId}/ORDER is not in us-east-1; create it, or wait until it has been replicated`,
    });
  });

  test('fails when the replica stays behind the session', async () => {
    const { orderId } = await created();
    const old = region.table.peek(orderKey(orderId));
    const advanced = await region.advance(orderId, 'paid');
    region.table.stale.set(US, old);
    const headers = { 'x-session-token': advanced.headers['x-session-token'] as string };
    const response = await region.send({ url: `/orders/${orderId}`, headers });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json()).toEqual({
      error: 'StaleRead',
      message: `us-east-1 has version 1 (epoch 1) of item ORDER#${orderId}/ORDER, and the session has seen version 2 (epoch 1); read again later, or in the home region`,
    });
    expect((await region.send({ url: `/orders/${orderId}` })).json()).toMatchObject({ status: 'placed' });
  });
});

describe('advance', () => {
  test('brings the order into its next state, once for each key', async () => {
    const { orderId } = await created();
    const first = await region.advance(orderId, 'paid', { 'idempotency-key': 'pay' });
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({ orderId, status: 'paid', version: 2 });
    expect((await region.advance(orderId, 'paid', { 'idempotency-key': 'pay' })).json()).toEqual(first.json());
    await region.advance(orderId, 'packed', { 'idempotency-key': 'pay' });
    const late = await region.advance(orderId, 'paid', { 'idempotency-key': 'pay' });
    expect(late.json()).toMatchObject({ status: 'packed', version: 3 });
  });

  test('keeps what the client wrote as its key out of the item, whose write ids are logged', async () => {
    const { orderId } = await created();
    await region.advance(orderId, 'paid', { 'idempotency-key': 'alice@example.com' });
    expect(region.table.peek(orderKey(orderId))).toMatchObject({
      writeIds: [orderId, expect.stringMatching(/^paid:[0-9a-f]{32}$/)],
    });
  });

  test('fails when the state does not follow', async () => {
    const { orderId } = await created();
    const response = await region.advance(orderId, 'shipped');
    expect(response.statusCode).toBe(409);
    expect(response.json()).toEqual({
      error: 'IllegalTransition',
      message: 'order is placed and cannot become shipped; it may become paid or cancelled',
      from: 'placed',
      to: 'shipped',
    });
  });

  test('one of many at the same time wins', async () => {
    const { orderId } = await created();
    const responses = await Promise.all(Array.from({ length: 8 }, () => region.advance(orderId, 'paid')));
    expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });

  test('fails when there is no such order', async () => {
    const response = await region.advance(orderIdOf('nobody', 'key'), 'paid');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ error: 'NotFound' });
  });
});

test('fails when the table does not answer', async () => {
  const failure = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { $metadata: {} });
  region.table.failures.push(failure);
  const response = await region.send({ url: `/orders/${orderIdOf('a', 'b')}` });
  expect(response.statusCode).toBe(503);
  expect(response.json()).toEqual({
    error: 'TableUnavailable',
    message: 'the table does not answer; repeat with the same idempotency key',
  });
});

test('fails when the table does not answer a write in time, and a repetition takes effect once', async () => {
  const table = new MemoryTable();
  const impatient = await TestRegion.start({ table, writeTimeoutMilliseconds: 50 });
  const key = { 'idempotency-key': 'key-1' };
  const { orderId }: Order = (await impatient.create(DRAFT, key)).json();
  table.isSilent = true;
  const responses = [await impatient.create(DRAFT, key), await impatient.advance(orderId, 'paid', key)];
  table.isSilent = false;
  for (const response of responses) {
    expect(response.statusCode).toBe(503);
    expect(response.headers).toMatchObject({ 'retry-after': '1', 'idempotency-key': 'key-1' });
    expect(response.json()).toEqual({
      error: 'TableUnavailable',
      message: 'the table does not answer; repeat with the same idempotency key',
    });
  }
  expect((await impatient.create(DRAFT, key)).json()).toMatchObject({ orderId, version: 1 });
  expect((await impatient.advance(orderId, 'paid', key)).json()).toMatchObject({ status: 'paid', version: 2 });
  await impatient.close();
});

test('a defect is told without its details, which are logged', async () => {
  region.table.failures.push(new Error('secret detail'));
  const response = await region.send({ url: `/orders/${orderIdOf('a', 'b')}` });
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('secret detail');
  expect(response.json()).toMatchObject({ error: 'InternalError' });
  const [failed] = region.log();
  expect(failed).toMatchObject({
    level: 'error',
    region: US,
    orderId: orderIdOf('a', 'b'),
    err: { message: 'secret detail' },
  });
});

test('each request is one line with the region, the order and nothing that the client wrote', async () => {
  const { orderId } = await created();
  await region.send({ url: '/customers/customer-1/orders?limit=7' });
  await region.send({ url: '/health/live' });
  const lines = region.log();
  expect(lines).toEqual([
    expect.objectContaining({ method: 'POST', route: '/orders', status: 201, region: US, orderId }),
    expect.objectContaining({ method: 'GET', route: '/customers/:customerId/orders', status: 200, region: US }),
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/customer-1|limit|tea/);
});

test('fails when nothing says where new orders go', async () => {
  const homeless = await TestRegion.start({ region: EU, homes: undefined });
  const response = await homeless.create(DRAFT);
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('1');
  expect(response.json()).toEqual({
    error: 'PlacementUnknown',
    message:
      'no home region for new orders: item CONFIG/home-regions is absent; apply the stack home-regions, or try again',
  });
  const ready = await homeless.send({ url: '/health/ready' });
  expect(ready.statusCode).toBe(200);
  expect(ready.json()).toMatchObject({
    status: 'ready',
    placement: 'absent',
    warnings: ['placement: item CONFIG/home-regions is absent; no order can be created'],
  });
  await homeless.close();
});
