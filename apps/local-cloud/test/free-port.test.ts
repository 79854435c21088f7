import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../src';

test('is free, and none that the system gives to an outgoing connection', async () => {
  const port = await freePort();
  expect(port).toBeLessThan(32_768);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('is another one each time, so that two who ask at once do not meet', async () => {
  const ports = await Promise.all(Array.from({ length: 4 }, freePort));
  expect(new Set(ports).size).toBeGreaterThan(1);
});
