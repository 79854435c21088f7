import { AwsError, type ServiceOverlay } from '../src/gateway/overlay';
import { jsonResponse } from '../src/gateway/responses';
import { GatewayBench } from './support/gateway-bench';
import { authorization } from './support/requests';

let bench: GatewayBench;
afterEach(() => bench.stop());

function describeVpcs(region = 'us-east-1', key?: string): RequestInit {
  return {
    method: 'POST',
    headers: { authorization: authorization('ec2', region, key), 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=DescribeVpcs&Version=2016-11-15',
  };
}

function createVpc(): RequestInit {
  return { ...describeVpcs(), body: 'Action=CreateVpc&CidrBlock=10.0.0.0%2F16' };
}

test('passes a call on, says whose it is and what it does, and logs it', async () => {
  bench = await new GatewayBench((_seen, response) =>
    response.writeHead(200, { 'x-from': 'upstream' }).end('<ok/>'),
  ).start();
  const response = await fetch(`${bench.endpoint}/?a=b`, describeVpcs('eu-west-1', '999988887777'));
  expect([response.status, response.headers.get('x-from'), await response.text()]).toEqual([200, 'upstream', '<ok/>']);
  expect(bench.seen).toMatchObject([
    {
      method: 'POST',
      url: '/?a=b',
      body: 'Action=DescribeVpcs&Version=2016-11-15',
      headers: { 'x-moto-account-id': '999988887777', 'x-local-effect': 'read' },
    },
  ]);
  await fetch(bench.endpoint, createVpc());
  expect(bench.seen[1]?.headers).toMatchObject({ 'x-moto-account-id': '123456789012', 'x-local-effect': 'write' });
  expect(await bench.stop()).toMatchObject([
    { service: 'ec2', action: 'DescribeVpcs', region: 'eu-west-1', account: '999988887777', by: 'moto', status: 200 },
    { service: 'ec2', action: 'CreateVpc', region: 'us-east-1', account: '123456789012', by: 'moto', status: 200 },
  ]);
});

test('a call whose answer breaks off is sent again under its id, and the caller gets one whole answer', async () => {
  bench = await new GatewayBench((_seen, response) => {
    if (bench.seen.length > 1) return void response.end('<whole/>');
    response.writeHead(200, { 'content-length': '100' });
    response.write('<half', () => response.destroy());
  }).start();
  const response = await fetch(bench.endpoint, createVpc());
  expect([response.status, await response.text()]).toEqual([200, '<whole/>']);
  const ids = bench.seen.map(({ headers }) => headers['x-local-request-id']);
  expect(ids).toEqual([expect.any(String), ids[0]]);
});

test('temporary keys act in the account of their role', async () => {
  const accounts: Record<string, string> = { ASIASESSION: '222233334444' };
  bench = await new GatewayBench(
    (_seen, response) => response.end(),
    [],
    (key) => accounts[key],
  ).start();
  await fetch(bench.endpoint, describeVpcs('us-east-1', 'ASIASESSION'));
  expect(bench.seen[0]?.headers['x-moto-account-id']).toBe('222233334444');
});

test('KMS goes to ministack, whose account is taken from the access key', async () => {
  bench = await new GatewayBench((_seen, response) => response.end('{}')).start();
  const headers = {
    authorization: authorization('kms'),
    'x-amz-target': 'TrentService.ListKeys',
    'content-type': 'application/x-amz-json-1.1',
  };
  await fetch(bench.endpoint, { method: 'POST', headers, body: '{}' });
  expect(bench.seen[0]?.headers.authorization).toContain('Credential=123456789012/20260101/us-east-1/kms');
  expect(await bench.stop()).toMatchObject([{ by: 'ministack' }]);
});

test.each([
  [
    'a page that is not found',
    404,
    'text/html',
    '<!doctype html><title>404 Not Found</title>',
    'moto does not implement it, and the gateway has no overlay for it',
  ],
  [
    'an exception inside',
    500,
    'text/html; charset=utf-8',
    '<!doctype html><h1>Internal Server Error</h1>',
    'moto fails on it; its log says where',
  ],
  ['501', 501, 'text/plain', '', 'moto does not implement it, and the gateway has no overlay for it'],
  [
    'an error that says so',
    400,
    'application/json',
    '{"__type":"UnknownOperationException"}',
    'moto does not implement it, and the gateway has no overlay for it',
  ],
])('answers an unimplemented action with a 400: %s', async (_what, status, type, body, detail) => {
  bench = await new GatewayBench((_seen, response) =>
    response.writeHead(status, { 'content-type': type }).end(body),
  ).start();
  const response = await fetch(bench.endpoint, createVpc());
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(
    `<Code>UnsupportedOperation</Code><Message>the local cloud does not support ec2:CreateVpc (region us-east-1): ${detail}</Message>`,
  );
  expect(await bench.stop()).toMatchObject([{ action: 'CreateVpc', by: 'nobody', status: 400 }]);
});

test("leaves an error of AWS's own alone", async () => {
  const body = '<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code></Error></Errors></Response>';
  bench = await new GatewayBench((_seen, response) =>
    response.writeHead(400, { 'content-type': 'text/xml' }).end(body),
  ).start();
  expect(await (await fetch(bench.endpoint, describeVpcs())).text()).toBe(body);
});

test('a call whose connection breaks is sent again with the same id', async () => {
  let count = 0;
  bench = await new GatewayBench((_seen, response) => {
    count += 1;
    if (count < 3) response.destroy();
    else response.end('done');
  }).start();
  expect(await (await fetch(bench.endpoint, createVpc())).text()).toBe('done');
  const ids = bench.seen.map(({ headers }) => headers['x-local-request-id']);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
});

describe('faults', () => {
  beforeEach(async () => {
    bench = await new GatewayBench((_seen, response) => response.end('ok')).start();
  });

  test('refuse cuts the connection in that region only', async () => {
    bench.faults.setRegion('eu-west-1', 'refuse');
    await expect(fetch(bench.endpoint, describeVpcs('eu-west-1'))).rejects.toThrow('fetch failed');
    expect((await fetch(bench.endpoint, describeVpcs('us-east-1'))).status).toBe(200);
    expect(bench.seen).toHaveLength(1);
    expect(await bench.stop()).toMatchObject([{ by: 'fault', status: 0, region: 'eu-west-1' }, { by: 'moto' }]);
  });

  test('IAM goes dark with us-east-1, whatever region its client signs for', async () => {
    bench.faults.setRegion('us-east-1', 'refuse');
    const headers = new Headers(describeVpcs('eu-west-1').headers);
    headers.set('authorization', headers.get('authorization')?.replace('/ec2/', '/iam/') ?? '');
    await expect(fetch(bench.endpoint, { ...describeVpcs(), headers })).rejects.toThrow('fetch failed');
  });

  test("error answers 503 in the call's protocol", async () => {
    bench.faults.setRegion('eu-west-1', 'error');
    const response = await fetch(bench.endpoint, describeVpcs('eu-west-1'));
    expect(response.status).toBe(503);
    expect(await response.text()).toContain(
      '<Code>ServiceUnavailable</Code><Message>region eu-west-1 is dark</Message>',
    );
  });

  test('hang answers nothing until it is cleared, and then cuts the connection', async () => {
    bench.faults.setRegion('eu-west-1', 'hang');
    let settled = false;
    const call = fetch(bench.endpoint, describeVpcs('eu-west-1')).catch((error: Error) => error.message);
    void call.then(() => (settled = true));
    expect((await fetch(bench.endpoint, describeVpcs())).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(settled).toBe(false);
    bench.faults.clear();
    expect(await call).toBe('fetch failed');
  });
});

describe('overlays', () => {
  const overlay: ServiceOverlay = {
    service: 'ecs',
    reason: 'a test',
    handles: ({ action }) => action !== 'ListClusters',
    async handle(request, context) {
      if (request.action === 'CreateCluster') throw new AwsError('LimitExceededException', 'too many');
      if (request.action === 'DeleteCluster') throw new TypeError('a bug');
      if (request.action === 'ListServices') return context.forward(request);
      const seen = context.state.document('seen', { count: 0 });
      return jsonResponse(request, { count: seen.update((draft) => (draft.count += 1)), region: request.region });
    },
    admin: (method, path, body) => Promise.resolve(path === 'echo' ? { method, body } : undefined),
  };

  function ecs(action: string): RequestInit {
    const headers = {
      authorization: authorization('ecs'),
      'x-amz-target': `AmazonEC2ContainerServiceV20141113.${action}`,
    };
    return { method: 'POST', headers, body: '{}' };
  }

  beforeEach(async () => {
    bench = await new GatewayBench(
      (_seen, response) => {
        response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html>');
      },
      [overlay],
    ).start();
  });

  test('answer what they handle and keep state; the rest is passed on', async () => {
    await fetch(bench.endpoint, ecs('DescribeClusters'));
    expect(await (await fetch(bench.endpoint, ecs('DescribeClusters'))).json()).toEqual({
      count: 2,
      region: 'us-east-1',
    });
    expect(bench.seen).toHaveLength(0);
    expect((await fetch(bench.endpoint, ecs('ListClusters'))).status).toBe(400);
    expect(bench.seen).toHaveLength(1);
  });

  test('an AwsError is the answer; any other error is a bug, answered 500 and logged', async () => {
    const refused = await fetch(bench.endpoint, ecs('CreateCluster'));
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { __type: 'LimitExceededException', message: 'too many', Message: 'too many' },
    ]);
    expect((await fetch(bench.endpoint, ecs('DeleteCluster'))).status).toBe(500);
    expect(bench.logged.join()).toContain('TypeError: a bug');
  });

  test('what an overlay forwards and no upstream implements is logged as answered by nobody', async () => {
    expect((await fetch(bench.endpoint, ecs('ListServices'))).status).toBe(400);
    expect(await bench.stop()).toMatchObject([{ action: 'ListServices', by: 'nobody' }]);
  });

  test('have switches of their own under /_local/services', async () => {
    const response = await fetch(`${bench.endpoint}/_local/services/ecs/echo`, { method: 'PUT', body: '{"a":1}' });
    expect(await response.json()).toEqual({ method: 'PUT', body: { a: 1 } });
    expect((await fetch(`${bench.endpoint}/_local/services/ecs/other`)).status).toBe(404);
  });
});

test('the answer to HEAD keeps the length that it states', async () => {
  bench = await new GatewayBench((_seen, response) =>
    response.writeHead(404, { 'content-length': '321' }).end(),
  ).start();
  const response = await fetch(`${bench.endpoint}/bucket/key`, {
    method: 'HEAD',
    headers: { authorization: authorization('s3') },
  });
  expect([response.status, response.headers.get('content-length')]).toEqual([404, '321']);
});
