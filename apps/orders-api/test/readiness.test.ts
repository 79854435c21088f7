import { Readiness, type ReadinessOptions } from '../src/readiness';
import { TestRegion } from './support/region';

/** A table whose health a test sets, and a clock that it moves. */
function bench(options: Partial<ReadinessOptions> = {}) {
  const calls: string[] = [];
  const state = { now: 0, failure: undefined as Error | undefined, placement: undefined as string | undefined };
  const call = async (name: string) => {
    calls.push(name);
    if (state.failure) throw state.failure;
  };
  const readiness = new Readiness({
    region: 'eu-west-1',
    table: { read: () => call('read'), write: () => call('write') },
    placementProblem: () => state.placement,
    now: () => state.now,
    ...options,
  });
  return { readiness, calls, state, report: () => readiness.report(false) };
}

test('is ready when the table is read and written', async () => {
  const { report, calls } = bench();
  expect(await report()).toEqual({
    status: 'ready',
    region: 'eu-west-1',
    reasons: [],
    warnings: [],
    cache: 'absent',
    placement: 'ok',
  });
  expect(calls).toEqual(['read', 'write']);
});

test('all who ask within a second share one probe, and the table is written every ten', async () => {
  const { report, calls, state } = bench();
  await Promise.all([report(), report(), report()]);
  state.now = 999;
  await report();
  expect(calls).toEqual(['read', 'write']);
  for (state.now = 1000; state.now < 10_000; state.now += 1000) await report();
  expect(calls.filter((name) => name === 'write')).toHaveLength(1);
  await report();
  expect(calls.filter((name) => name === 'write')).toHaveLength(2);
});

test('fails when the table fails, with the kind of failure and no detail', async () => {
  const { report, state } = bench();
  state.failure = Object.assign(new Error('arn:aws:dynamodb:123456789012'), { name: 'AccessDeniedException' });
  expect(await report()).toMatchObject({ status: 'not ready', reasons: ['table: AccessDeniedException'] });
});

test('fails when the table is silent', async () => {
  const silent = { read: () => new Promise<void>(() => undefined), write: () => Promise.resolve() };
  const { report } = bench({ table: silent, timeoutMilliseconds: 10 });
  expect(await report()).toMatchObject({ status: 'not ready', reasons: ['table: does not answer in time'] });
});

test('a table that keeps failing is left alone for a while', async () => {
  const { report, calls, state } = bench({ retryAfterMilliseconds: 1 });
  state.failure = new TypeError('no');
  for (; state.now < 3000; state.now += 1000) await report();
  expect(calls).toHaveLength(3);
  // The breaker's clock is the machine's: it asks again after a millisecond of it.
  state.failure = undefined;
  const begin = performance.now();
  let status: string = 'not ready';
  while (status !== 'ready' && performance.now() - begin < 5000) {
    state.now += 1000;
    ({ status } = await report());
  }
  expect(status).toBe('ready');
});

test('while it is left alone it is not ready, for the last reason', async () => {
  const { report, calls, state } = bench();
  state.failure = new TypeError('no');
  for (; state.now < 10_000; state.now += 1000) {
    expect(await report()).toMatchObject({ status: 'not ready', reasons: ['table: TypeError'] });
  }
  expect(calls).toHaveLength(3);
});

test('neither the cache nor the list of home regions takes traffic away', async () => {
  const { report, state } = bench({ pingCache: () => Promise.reject(new Error('down')) });
  state.placement = 'item CONFIG/home-regions is absent';
  expect(await report()).toMatchObject({
    status: 'ready',
    reasons: [],
    cache: 'unavailable',
    placement: 'absent',
    warnings: [
      'cache: unavailable; orders are read from the table',
      'placement: item CONFIG/home-regions is absent; no order can be created',
    ],
  });
});

test('a cache that answers is told', async () => {
  expect(await bench({ pingCache: () => Promise.resolve('PONG') }).report()).toMatchObject({
    cache: 'ok',
    warnings: [],
  });
});

test('fails when the table does, over HTTP', async () => {
  const probe = { read: () => Promise.reject(new TypeError('no')), write: () => Promise.resolve() };
  const region = await TestRegion.start({ probe });
  const response = await region.send({ url: '/health/ready' });
  expect(response.statusCode).toBe(503);
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.json()).toMatchObject({ status: 'not ready', region: 'us-east-1', reasons: ['table: TypeError'] });
  expect((await region.send({ url: '/health/live' })).statusCode).toBe(200);
  await region.close();
});
