import { systemClock } from '@active-active/write-conflict';
import { shutDown } from '../src/shutdown';
import { DRAFT, TestRegion } from './support/region';

test('says that nothing more should come, serves what comes, and ends after the last response', async () => {
  const region = await TestRegion.start();
  const url = await region.app.listen({ port: 0, host: '127.0.0.1' });
  const order: string[] = [];
  const release = () => {
    order.push('released');
    return Promise.resolve();
  };
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);

  let stopServing = () => undefined as void;
  const clock = {
    ...systemClock,
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      milliseconds === 7
        ? new Promise<void>((resolve) => (stopServing = resolve))
        : systemClock.sleep(milliseconds, signal),
  };
  const ended = shutDown({ app: region.app, drain: region.drain, release, serveOnMilliseconds: 7, clock });
  const ready = await fetch(`${url}/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'not ready', reasons: ['the process is shutting down'] });
  const created = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(DRAFT),
  });
  expect(created.status).toBe(201);
  expect(created.headers.get('connection')).toBe('close');
  expect((await fetch(`${url}/health/live`)).status).toBe(200);

  expect(order).toEqual([]);
  stopServing();
  await ended;
  expect(order).toEqual(['released']);
  await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
});

test('a request without end keeps nobody from ending', async () => {
  const region = await TestRegion.start();
  let asked: () => void;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  region.table.index.ordersOf = () => {
    asked();
    return new Promise(() => undefined);
  };
  const url = await region.app.listen({ port: 0, host: '127.0.0.1' });
  const hanging = fetch(`${url}/customers/c/orders`).then(
    () => 'answered',
    () => 'cut off',
  );
  await isAsked;
  let released = false;
  await shutDown({
    app: region.app,
    drain: region.drain,
    release: async () => void (released = true),
    serveOnMilliseconds: 1,
    closeMilliseconds: 50,
  });
  expect(released).toBe(true);
  region.app.server.closeAllConnections();
  expect(await hanging).toBe('cut off');
});
