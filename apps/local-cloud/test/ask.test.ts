import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask } from '../src/ask';

test('keeps no connection, which a blocked process would not see closed', async () => {
  const server = createServer((request, answer) => answer.end(request.headers.connection)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await (await ask(url)).text()).toBe('close');
  expect(await (await ask(url, { method: 'PUT', body: '{}' })).text()).toBe('close');
  server.close();
  await once(server, 'close');
});
