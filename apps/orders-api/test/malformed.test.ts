import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SESSION_TOKEN_LENGTH_LIMIT } from '@active-active/write-conflict';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { orderIdOf } from '../src/order-id';
import { DRAFT, TestRegion } from './support/region';

let region: TestRegion;
beforeAll(async () => {
  region = await TestRegion.start();
});
afterAll(() => region.close());

const ORDER = `/orders/${orderIdOf('customer-1', 'key')}`;
const JSON_TYPE = { 'content-type': 'application/json' };

/** POST /orders with a body that is sent as it is. */
function raw(payload: string | Buffer, headers: Record<string, string> = JSON_TYPE): InjectOptions {
  return { method: 'POST', url: '/orders', payload, headers };
}

function create(body: unknown, headers: Record<string, string> = {}): InjectOptions {
  return raw(JSON.stringify(body), { ...JSON_TYPE, ...headers });
}

function advance(body: unknown, url = `${ORDER}/status`): InjectOptions {
  return { method: 'PUT', url, payload: JSON.stringify(body), headers: JSON_TYPE };
}

const lines = (...all: unknown[]) => create({ customerId: 'c', lines: all });
const customer = (customerId: unknown) => create({ ...DRAFT, customerId });
const session = (token: string): InjectOptions => ({ url: ORDER, headers: { 'x-session-token': token } });

/** What is sent, what comes back, and a part of the reason. */
type Malformed = readonly [name: string, request: InjectOptions, status: number, why: string];

const NOT_JSON: readonly Malformed[] = [
  ['no body', { method: 'POST', url: '/orders' }, 400, 'body must be object'],
  ['an empty body', raw(''), 400, 'is empty'],
  ['blanks', raw('   '), 400, 'cannot be parsed'],
  ['half an object', raw('{"customerId":'), 400, 'cannot be parsed'],
  ['a comment', raw('{/* */}'), 400, 'cannot be parsed'],
  ['single quotes', raw("{'customerId':'c'}"), 400, 'cannot be parsed'],
  ['two values', raw('{}{}'), 400, 'cannot be parsed'],
  ['NaN', raw('{"customerId":NaN}'), 400, 'cannot be parsed'],
  ['bytes that are no UTF-8', raw(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 400, 'cannot be parsed'],
  ['a raw NUL', raw('{"customerId":"a\u0000b"}'), 400, 'cannot be parsed'],
  ['10,000 open brackets', raw('['.repeat(10_000)), 400, 'cannot be parsed'],
  ['null', create(null), 400, 'body must be object'],
  ['a list', create([DRAFT]), 400, 'body must be object'],
  ['text', create('order'), 400, 'body must be object'],
  ['a number', create(7), 400, 'body must be object'],
  ['true', create(true), 400, 'body must be object'],
];

const POLLUTION: readonly Malformed[] = [
  ['__proto__', raw('{"__proto__":{"admin":true},"customerId":"c","lines":[]}'), 400, 'without __proto__'],
  ['a nested __proto__', raw('{"customerId":"c","lines":[{"__proto__":{"x":1}}]}'), 400, 'without __proto__'],
  ['an escaped __proto__', raw('{"\\u005f_proto__":{"x":1}}'), 400, 'without __proto__'],
  ['constructor.prototype', raw('{"constructor":{"prototype":{"x":1}}}'), 400, 'without __proto__'],
  ['a constructor', create({ ...DRAFT, constructor: 'x' }), 400, 'must not have "constructor"'],
  ['toString', create({ ...DRAFT, toString: 1 }), 400, 'must not have "toString"'],
];

const WRONG_FIELDS: readonly Malformed[] = [
  ['an empty object', create({}), 400, "must have required property 'customerId'"],
  ['no lines', create({ customerId: 'c' }), 400, "must have required property 'lines'"],
  ['a field too many', create({ ...DRAFT, status: 'paid' }), 400, 'body must not have "status"; leave it out'],
  ['an order of its own id', create({ ...DRAFT, orderId: 'x' }), 400, 'body must not have "orderId"'],
  ['an attribute of the library', create({ ...DRAFT, homeRegion: 'x' }), 400, 'must not have "homeRegion"'],
  ['an empty customer', customer(''), 400, 'body/customerId must match pattern'],
  ['a number as customer', customer(7), 400, 'body/customerId must be string'],
  ['null as customer', customer(null), 400, 'body/customerId must be string'],
  ['an object as customer', customer({ $ne: '' }), 400, 'body/customerId must be string'],
  ['a customer of 65 characters', customer('c'.repeat(65)), 400, 'must NOT have more than 64 characters'],
  ['a customer with a blank', customer('a b'), 400, 'body/customerId must match pattern'],
  ['a customer with the separator of keys', customer('a#b'), 400, 'body/customerId must match pattern'],
  ['a customer with an escaped NUL', customer('a\u0000'), 400, 'body/customerId must match pattern'],
  ['a customer with a line feed at the end', customer('a\n'), 400, 'body/customerId must match pattern'],
  ['half a surrogate pair', raw('{"customerId":"\\ud800","lines":[]}'), 400, 'body/customerId must match pattern'],
  ['right-to-left override', customer('a\u202eb'), 400, 'body/customerId must match pattern'],
  ['letters that look like others', customer('\u0430lice'), 400, 'body/customerId must match pattern'],
  ['an emoji', customer('🍵'), 400, 'body/customerId must match pattern'],
  ['a path', customer('../../etc/passwd'), 400, 'body/customerId must match pattern'],
  ['an injection', customer("' OR 1=1 --"), 400, 'body/customerId must match pattern'],
];

const WRONG_LINES: readonly Malformed[] = [
  ['none', lines(), 400, 'body/lines must NOT have fewer than 1 items'],
  ['51', lines(...Array<unknown>(51).fill({ sku: 'a', quantity: 1 })), 400, 'must NOT have more than 50 items'],
  ['thousands, all wrong', lines(...Array<unknown>(5000).fill(0)), 400, 'more'],
  ['an object', create({ customerId: 'c', lines: { 0: 'x' } }), 400, 'body/lines must be array'],
  ['text', create({ customerId: 'c', lines: 'tea' }), 400, 'body/lines must be array'],
  ['a line that is null', lines(null), 400, 'body/lines/0 must be object'],
  ['a line without quantity', lines({ sku: 'a' }), 400, "must have required property 'quantity'"],
  ['a line with a price', lines({ sku: 'a', quantity: 1, price: 0 }), 400, 'must not have "price"'],
  ['a quantity of 0', lines({ sku: 'a', quantity: 0 }), 400, 'body/lines/0/quantity must be >= 1'],
  ['a negative quantity', lines({ sku: 'a', quantity: -1 }), 400, 'quantity must be >= 1'],
  ['half a piece', lines({ sku: 'a', quantity: 0.5 }), 400, 'quantity must be integer'],
  ['a quantity as text', lines({ sku: 'a', quantity: '1' }), 400, 'quantity must be integer'],
  ['a quantity of true', lines({ sku: 'a', quantity: true }), 400, 'quantity must be integer'],
  ['a quantity of 1001', lines({ sku: 'a', quantity: 1001 }), 400, 'quantity must be <= 1000'],
  ['an endless quantity', raw('{"customerId":"c","lines":[{"sku":"a","quantity":1e999}]}'), 400, 'quantity must be'],
  ['an empty sku', lines({ sku: '', quantity: 1 }), 400, 'sku must match pattern'],
  ['a sku with markup', lines({ sku: '<script>', quantity: 1 }), 400, 'sku must match pattern'],
];

const WRONG_FRAMES: readonly Malformed[] = [
  ['a body of 17 KiB', raw(JSON.stringify({ customerId: 'c'.repeat(17_000) })), 413, 'at most 16384 bytes'],
  ['a body of 5 MiB', raw(Buffer.alloc(5 * 1024 * 1024, 0x20)), 413, 'at most 16384 bytes'],
  ['text', raw(JSON.stringify(DRAFT), { 'content-type': 'text/plain' }), 415, 'must be application/json'],
  ['XML', raw('<order/>', { 'content-type': 'application/xml' }), 415, 'must be application/json'],
  ['a form', raw('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'must be application/json'],
  ['an upload', raw('x', { 'content-type': 'multipart/form-data; boundary=x' }), 415, 'must be application/json'],
  ['no such type', raw('{}', { 'content-type': 'application/json5;;;' }), 415, 'must be application/json'],
  ['no such route', { url: '/admin' }, 404, 'there is no GET of this path'],
  ['a method too many', { method: 'DELETE', url: ORDER }, 404, 'there is no DELETE of this path'],
  ['a broken escape', { url: '/orders/%zz' }, 400, 'cannot be read'],
  ['a path of 8 KiB', { url: `/orders/${'a'.repeat(8192)}` }, 414, 'at most 128 characters'],
];

const WRONG_PARAMETERS: readonly Malformed[] = [
  ['an order id that is none', { url: '/orders/42' }, 400, 'params/orderId must match pattern'],
  ['an order id in capitals', { url: ORDER.toUpperCase().replace('/ORDERS', '/orders') }, 400, 'params/orderId'],
  ['a NUL in the path', { url: '/orders/%00' }, 400, 'params/orderId must match pattern'],
  ['a customer that is none', { url: '/customers/a%20b/orders' }, 400, 'params/customerId must match pattern'],
  ['a limit of 0', { url: '/customers/c/orders?limit=0' }, 400, 'querystring/limit must match pattern'],
  ['a limit of 101', { url: '/customers/c/orders?limit=101' }, 400, 'querystring/limit must match pattern'],
  ['a limit in words', { url: '/customers/c/orders?limit=many' }, 400, 'querystring/limit must match pattern'],
  ['two limits', { url: '/customers/c/orders?limit=1&limit=2' }, 400, 'querystring/limit must be string'],
  ['an empty cursor', { url: '/customers/c/orders?cursor=' }, 400, 'querystring/cursor must NOT have fewer'],
  ['a long cursor', { url: `/customers/c/orders?cursor=${'a'.repeat(129)}` }, 400, 'querystring/cursor must NOT'],
  ['a cursor that is none', { url: '/customers/c/orders?cursor=eyJwayI6MX0' }, 400, 'none that this service gave out'],
  ['a query too many', { url: '/customers/c/orders?sort=asc' }, 400, 'must not have "sort"'],
  ['a state that is none', advance({ status: 'lost' }), 400, 'body/status must be one of placed, paid'],
  ['a state as number', advance({ status: 1 }), 400, 'body/status must be string'],
  ['no state', advance({}), 400, "must have required property 'status'"],
  ['a forced version', advance({ status: 'paid', version: 9 }), 400, 'must not have "version"'],
  ['an order id that is none, to write', advance({ status: 'paid' }, '/orders/x/status'), 400, 'params/orderId'],
];

const WRONG_HEADERS: readonly Malformed[] = [
  ['an empty key', create(DRAFT, { 'idempotency-key': '' }), 400, 'headers/idempotency-key must NOT have fewer'],
  ['a key of 129', create(DRAFT, { 'idempotency-key': 'k'.repeat(129) }), 400, 'must NOT have more than 128'],
  ['a key with a blank', create(DRAFT, { 'idempotency-key': 'a b' }), 400, 'idempotency-key must match pattern'],
  ['a key beyond ASCII', create(DRAFT, { 'idempotency-key': 'schlüssel' }), 400, 'idempotency-key must match'],
  ['a token of another format', session('2~a'), 400, 'must begin with 1'],
  ['a token of nonsense', session('1~nonsense'), 400, 'entry 1 does not'],
  ['a token with version 0', session('1~aaaaaaaaaaaa.1.0'), 400, 'entry 1 does not'],
  ['a token with a huge version', session('1~aaaaaaaaaaaa.1.zzzzzzzzzzz'), 400, 'entry 1 does not'],
  ['a token without end', session('1'.repeat(SESSION_TOKEN_LENGTH_LIMIT + 1)), 400, 'must NOT have more than'],
  ['a token of JSON', session('{"version":1}'), 400, 'must begin with 1'],
];

describe.each([
  ['body', NOT_JSON],
  ['pollution', POLLUTION],
  ['field', WRONG_FIELDS],
  ['lines', WRONG_LINES],
  ['frame', WRONG_FRAMES],
  ['parameter', WRONG_PARAMETERS],
  ['header', WRONG_HEADERS],
] as const)('fails when what is wrong is the %s:', (_part, cases) => {
  test.each(cases)('%s', async (_name, request, status, why) => {
    const response = await region.send(request);
    expect(response.statusCode).toBe(status);
    const { error, message, problems } = response.json() as { error: string; message: string; problems?: string[] };
    expect(error).toMatch(/^[A-Z][A-Za-z]+$/);
    expect([message, ...(problems ?? [])].join('\n')).toContain(why);
    // A refusal is short, whatever was sent.
    expect(response.body.length).toBeLessThan(20_000);
    expect((problems ?? []).length > 0).toBe(status === 400);
  });
});

test('all problems of all parts are told at once', async () => {
  const response = await region.send({
    method: 'PUT',
    url: '/orders/42/status',
    headers: { ...JSON_TYPE, 'idempotency-key': 'a b', 'x-session-token': 'x' },
    payload: JSON.stringify({ status: 'lost', force: true }),
  });
  expect(response.statusCode).toBe(400);
  expect((response.json() as { problems: string[] }).problems).toEqual([
    'params/orderId must match pattern "^[0-9a-f]{16}-[0-9a-f]{32}$"',
    'headers/idempotency-key must match pattern "^[!-~]+$"',
    'body must not have "force"; leave it out',
    'body/status must be one of placed, paid, packed, shipped, delivered, cancelled',
    'headers/x-session-token: session token must begin with 1, the version of its format; send the one of the last response as it is, or none',
  ]);
});

test('nothing was polluted and the process still serves', async () => {
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  expect((await region.create(DRAFT)).statusCode).toBe(201);
  expect(region.log().filter(({ level }) => level === 'error')).toEqual([]);
});

describe('whatever is sent', () => {
  const anything = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
  const almost = fc.record(
    {
      customerId: fc.oneof(fc.constant('c'), fc.string({ unit: 'binary' }), fc.jsonValue()),
      lines: fc.oneof(
        fc.array(fc.record({ sku: fc.string(), quantity: fc.oneof(fc.integer(), fc.double(), fc.string()) })),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  );

  const expectAnswered = async (request: InjectOptions) => {
    const response = await region.send(request);
    expect([200, 201, 400, 404, 409, 413, 415, 422]).toContain(response.statusCode);
    const { message = '' } = response.json() as { message?: string };
    expect(message !== '').toBe(response.statusCode >= 400);
  };

  test('as a body', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anything,
          almost.map((value) => JSON.stringify(value)),
        ),
        (body) => expectAnswered(raw(body)),
      ),
      { numRuns: 300 },
    );
  });

  test('as a path, a query or a header', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    const header = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((c) => String.fromCharCode(c)) });
    await fc.assert(
      fc.asyncProperty(text, text, header, header, async (path, query, key, token) => {
        const escaped = encodeURIComponent(path);
        const headers = { 'idempotency-key': key, 'x-session-token': token };
        await expectAnswered({ url: `/orders/${escaped}`, headers });
        await expectAnswered({ url: `/customers/c/orders?cursor=${encodeURIComponent(query)}` });
        await expectAnswered({
          ...advance({ status: 'paid' }, `/orders/${escaped}/status`),
          headers: { ...JSON_TYPE, ...headers },
        });
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  ['no HTTP', 'HELLO\r\n\r\n'],
  ['a header without end', `GET /health/live HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`],
  ['two lengths', 'POST /orders HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  [
    'a length and chunks',
    'POST /orders HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a negative length', 'POST /orders HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n'],
  ['a NUL in a header', 'GET /health/live HTTP/1.1\r\nhost: a\u0000b\r\n\r\n'],
])('fails when the connection brings %s', async (_name, bytes) => {
  if (!region.app.server.listening) await region.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = region.app.server.address() as AddressInfo;
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (data) => (text += data.toString())).on('error', reject);
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
  expect((JSON.parse(answer.split('\r\n\r\n')[1]!) as { message: string }).message).not.toBe('');
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
});
