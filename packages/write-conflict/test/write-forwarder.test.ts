import { context, propagation, type TextMapPropagator } from '@opentelemetry/api';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  forwardedHops,
  type ForwardRequest,
  HomeUnreachableError,
  HttpWriteForwarder,
  type HttpWriteForwarderOptions,
  NotHomeError,
} from '../src';

interface Received {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const key = { pk: 'order#1', sk: 'order' };
const request: ForwardRequest = {
  homeRegion: 'eu-west-1',
  key,
  method: 'POST',
  path: '/orders/1/advance?dry=false',
  headers: { 'content-type': 'application/json', authorization: 'Bearer client' },
  body: '{"to":"paid"}',
  writeId: 'w1',
};

let home: Server;
let received: Received[] = [];
let answer: (response: ServerResponse) => unknown;

beforeAll(async () => {
  home = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method, url, headers } = incoming;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => home.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => {
  received = [];
  answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"paid"}');
});

afterAll(async () => {
  home.closeAllConnections();
  await new Promise((resolve) => home.close(resolve));
});

const endpoint = () => `http://127.0.0.1:${(home.address() as AddressInfo).port}`;
const forwarderOf = (options: Partial<HttpWriteForwarderOptions> = {}) =>
  new HttpWriteForwarder({ region: 'us-east-1', endpointOf: endpoint, ...options });

describe('forward', () => {
  it('sends the request to the home and gives its response', async () => {
    const response = await forwarderOf().forward(request);

    expect(received).toMatchObject([
      {
        method: 'POST',
        url: '/orders/1/advance?dry=false',
        body: '{"to":"paid"}',
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer client',
          'idempotency-key': 'w1',
          'x-forwarded-hops': '1',
          'x-forwarded-from-region': 'us-east-1',
        },
      },
    ]);
    expect(response).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"status":"paid"}',
    });
  });

  it('sends its own hops, region and idempotency key in place of those that came', async () => {
    const headers = { 'x-forwarded-hops': '0', 'x-forwarded-from-region': 'mars', 'idempotency-key': 'other' };
    await forwarderOf({ maxHops: 2 }).forward({ ...request, hops: 1, headers });

    expect(received[0]?.headers).toMatchObject({
      'x-forwarded-hops': '2',
      'x-forwarded-from-region': 'us-east-1',
      'idempotency-key': 'w1',
    });
  });

  it("passes on what belongs to the message, and nothing of the client's connection", async () => {
    const headers = {
      host: 'orders.example.com',
      connection: 'keep-alive, X-Secret',
      'x-secret': 'of the connection',
      'content-length': '999',
      'transfer-encoding': 'chunked',
      'proxy-authorization': 'Basic secret',
      'x-session': 'token',
      accept: ['application/json', 'text/plain'],
      'x-missing': undefined,
    };
    await forwarderOf().forward({ ...request, headers });

    const { headers: sent } = received[0]!;
    expect(sent).toMatchObject({
      host: new URL(endpoint()).host,
      'x-session': 'token',
      accept: 'application/json, text/plain',
      'content-length': '13',
    });
    for (const name of ['x-secret', 'transfer-encoding', 'proxy-authorization', 'x-missing']) {
      expect(sent).not.toHaveProperty(name);
    }
  });

  it('continues the trace, in place of the one that came', async () => {
    const propagator: TextMapPropagator = {
      inject: (_, carrier, setter) => setter.set(carrier, 'X-Amzn-Trace-Id', 'Root=1-own'),
      extract: () => context.active(),
      fields: () => ['X-Amzn-Trace-Id'],
    };
    propagation.setGlobalPropagator(propagator);
    try {
      await forwarderOf().forward({ ...request, headers: { 'x-amzn-trace-id': 'Root=1-received' } });
    } finally {
      propagation.disable();
    }

    expect(received[0]?.headers['x-amzn-trace-id']).toBe('Root=1-own');
  });

  it.each([400, 404, 409, 429, 500, 503])('gives a response of status %i as it is', async (status) => {
    answer = (response) => response.writeHead(status, { 'content-type': 'application/json' }).end('why');

    await expect(forwarderOf().forward(request)).resolves.toMatchObject({ status, body: 'why' });
  });

  it('gives a redirect and does not follow it', async () => {
    answer = (response) => response.writeHead(307, { location: `${endpoint()}/elsewhere` }).end();

    await expect(forwarderOf().forward(request)).resolves.toMatchObject({ status: 307 });
    expect(received).toHaveLength(1);
  });

  it('fails when the request has been forwarded often enough, without sending it', async () => {
    await expect(forwarderOf().forward({ ...request, hops: 1 })).rejects.toThrow(
      new NotHomeError(key, 'us-east-1', 'eu-west-1'),
    );
    expect(received).toStrictEqual([]);
  });

  it.each(['application/json; charset=utf-8', 'application/problem+json', 'Application/JSON'])(
    "takes a 503 of %s for the home's own",
    async (type) => {
      answer = (response) => response.writeHead(503, { 'content-type': type }).end('{}');

      await expect(forwarderOf().forward(request)).resolves.toMatchObject({ status: 503, body: '{}' });
    },
  );

  it.each([
    [502, { 'content-type': 'text/html' }],
    [504, { 'content-type': 'application/json' }],
    // A load balancer without targets.
    [503, { 'content-type': 'text/html' }],
    [503, { 'content-type': 'text/x-application/json' }],
    [503, {}],
  ])('fails when a gateway answers %i for the home: %j', async (status, headers) => {
    answer = (response) => response.writeHead(status, headers).end('<html>');

    const forwarded = forwarderOf().forward(request);

    await expect(forwarded).rejects.toThrow(
      'home region eu-west-1 of item order#1/order does not answer; repeat with the same write id, or move the item when the region is lost',
    );
    await expect(forwarded).rejects.toMatchObject({
      cause: new Error(`the gateway of eu-west-1 answers with status ${status}`),
    });
  });

  it('fails when the home hangs up', async () => {
    answer = (response) => response.destroy();

    await expect(forwarderOf().forward(request)).rejects.toThrow(HomeUnreachableError);
  });

  it('fails when the home does not answer in time', async () => {
    answer = () => undefined;

    const forwarded = forwarderOf({ timeoutMilliseconds: 20 }).forward(request);

    await expect(forwarded).rejects.toThrow(HomeUnreachableError);
    await expect(forwarded).rejects.toMatchObject({ cause: { name: 'TimeoutError' } });
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    answer = () => controller.abort(new Error('the client has gone'));

    await expect(forwarderOf().forward({ ...request, signal: controller.signal })).rejects.toThrow(
      new Error('the client has gone'),
    );
  });

  it.each([
    '//evil.example.com/',
    '/\\evil.example.com/',
    'https://evil.example.com/',
    'orders',
    '',
    '/\t/evil.example.com',
  ])('fails when the path %j leads elsewhere', async (path) => {
    await expect(forwarderOf().forward({ ...request, path })).rejects.toThrow(
      new TypeError(
        `path must begin with one / and stay at ${endpoint()}, got ${JSON.stringify(path)}; send it as received`,
      ),
    );
    expect(received).toStrictEqual([]);
  });
});

it.each([
  [undefined, 0],
  ['0', 0],
  ['1', 1],
  ['-1', Infinity],
  ['1e3', Infinity],
  ['', Infinity],
  ['1, 1', Infinity],
  [['1', '1'], Infinity],
])('reads the hops of %j', (header, hops) => {
  expect(forwardedHops(header)).toBe(hops);
});
