import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { ask } from '../src/ask';

/** Breaks the first connections, then answers. */
async function server(broken: number) {
  let connections = 0;
  const listening = createServer((socket) => {
    connections += 1;
    if (connections <= broken) socket.resetAndDestroy();
    else socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok'));
  }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
  return { url, count: () => connections, close: () => listening.close() };
}

test('repeats a call once whose connection broke', async () => {
  const { url, count, close } = await server(1);
  expect(await (await ask(url)).text()).toBe('ok');
  expect(count()).toBe(2);
  close();
});

test.each([
  ['a second break', 2, {}, 2],
  ['a POST, which may have been done', 1, { method: 'POST' }, 1],
])('fails at %s', async (_what, broken, init, calls) => {
  const { url, count, close } = await server(broken);
  await expect(ask(url, init)).rejects.toThrow('fetch failed');
  expect(count()).toBe(calls);
  close();
});
