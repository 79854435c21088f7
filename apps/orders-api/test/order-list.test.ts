import { Session, SESSION_ITEM_LIMIT, type StoredItem } from '@active-active/write-conflict';
import type { Order, OrderData } from '../src/order';
import { orderIdOf, orderKey } from '../src/order-id';
import { DRAFT, TestRegion, US } from './support/region';

let region: TestRegion;
beforeEach(async () => {
  region = await TestRegion.start();
});
afterEach(() => region.close());

async function created(key = 'key-1', draft = DRAFT): Promise<Order> {
  return (await region.create(draft, { 'idempotency-key': key })).json();
}

const stored = (orderId: string) => region.table.peek(orderKey(orderId)) as StoredItem & OrderData;
/** What the index has, though the table may have something newer. */
const indexed = (...orders: (StoredItem & OrderData)[]) => {
  region.table.index.ordersOf = () => Promise.resolve({ orders });
};
const list = (query = '') => region.send({ url: `/customers/customer-1/orders${query}` });

test('goes through all orders of the customer, page by page', async () => {
  const ids = new Set<string>();
  for (let i = 0; i < 5; i += 1) ids.add((await created(`key-${i}`)).orderId);
  await created('other', { ...DRAFT, customerId: 'customer-2' });
  const pages: Order[][] = [];
  let query: string | undefined = '?limit=2';
  while (query !== undefined) {
    const { orders, cursor }: { orders: Order[]; cursor?: string } = (await list(query)).json();
    pages.push(orders);
    query = cursor && `?limit=2&cursor=${cursor}`;
  }
  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
  const found = pages.flat();
  expect(found.map(({ orderId }) => orderId).sort()).toEqual([...ids].sort());
  expect(found.map(({ createdAt }) => createdAt)).toEqual(found.map(({ createdAt }) => createdAt).sort());
});

test('shows no order that is older than the session has seen', async () => {
  const { orderId } = await created();
  const old = stored(orderId);
  const advanced = await region.advance(orderId, 'paid');
  indexed(old);
  const headers = { 'x-session-token': advanced.headers['x-session-token'] as string };
  const response = await region.send({ url: '/customers/customer-1/orders', headers });
  expect(response.json()).toMatchObject({ orders: [{ status: 'paid', version: 2 }] });
  expect((await list()).json()).toMatchObject({ orders: [{ status: 'placed', version: 1 }] });
});

test('counts as seen', async () => {
  const { orderId } = await created();
  const old = stored(orderId);
  await region.advance(orderId, 'paid');
  const headers = { 'x-session-token': (await list()).headers['x-session-token'] as string };
  region.table.stale.set(US, old);
  const response = await region.send({ url: `/orders/${orderId}`, headers });
  expect(response.statusCode).toBe(503);
  expect(response.json()).toMatchObject({ error: 'StaleRead' });
});

test('of the largest page leaves what the client has just written in its session', async () => {
  const { orderId, ...rest } = await created();
  const page = Array.from({ length: 100 }, (_, i) => {
    const id = orderIdOf('customer-1', `other-${i}`);
    return { ...stored(orderId), ...rest, ...orderKey(id), orderId: id, version: 7 };
  });
  indexed(...page);
  const session = new Session();
  session.see({ key: orderKey(orderId), version: 1, epoch: 1 });
  const response = await region.send({
    url: '/customers/customer-1/orders?limit=100',
    headers: { 'x-session-token': session.token() },
  });
  const after = Session.parse(response.headers['x-session-token'] as string);
  expect(after.minimum(orderKey(orderId))).toEqual({ version: 1, epoch: 1 });
  for (const { orderId: id } of page) expect(after.minimum(orderKey(id))).toEqual({ version: 7, epoch: 1 });
});

test('compares each order with the session before it remembers any', async () => {
  const other = await created('other');
  const { orderId } = await created();
  const old = stored(orderId);
  await region.advance(orderId, 'paid');
  indexed(stored(other.orderId), old);
  const session = new Session();
  const seen = Array.from({ length: SESSION_ITEM_LIMIT - 1 }, (_, i) => orderKey(orderIdOf('customer-2', `${i}`)));
  // The session is full, and the listed order is what it forgets next.
  session.see({ key: orderKey(orderId), version: 2, epoch: 1 });
  for (const key of seen) session.see({ key, version: 1, epoch: 1 });
  const headers = { 'x-session-token': session.token() };
  const response = await region.send({ url: '/customers/customer-1/orders', headers });
  expect(response.json()).toMatchObject({ orders: [{ version: 1 }, { status: 'paid', version: 2 }] });
});

test('fails when the cursor is none of ours', async () => {
  for (const cursor of ['abc', Buffer.from('2026').toString('base64url'), '..']) {
    const response = await list(`?cursor=${cursor}`);
    expect(response.statusCode).toBe(400);
    expect((response.json() as { problems: string[] }).problems).toEqual([
      'querystring/cursor is none that this service gave out; send the one of the last page as it is, or none',
    ]);
  }
});

test('is empty for a customer without orders', async () => {
  expect((await list()).json()).toEqual({ orders: [] });
});
