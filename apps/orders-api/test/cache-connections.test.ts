import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CacheConnections } from '../src/cache-connections';

/** A cache that answers what a client asks of it, until a connection is silenced: it stays open, as a dead host's does. */
class FakeCache {
  readonly sockets: Socket[] = [];
  readonly silenced = new Set<Socket>();
  /** Commands that were left without an answer. */
  unanswered = 0;
  private readonly server: Server = createServer((socket) => {
    this.sockets.push(socket);
    socket.on('data', (data) => {
      for (const [, command] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        if (this.silenced.has(socket)) this.unanswered += 1;
        else socket.write(command!.toLowerCase() === 'info' ? '$9\r\nloading:0\r\n' : '+OK\r\n');
      }
    });
    socket.on('error', () => undefined);
  });

  async listen() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port, tls: false };
    return { reader: async () => address, primary: async () => address };
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

const cache = new FakeCache();
let connections: CacheConnections;

beforeAll(() => {
  // Time passes when the test says so; the sockets are real.
  jest.useFakeTimers({
    doNotFake: [
      ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
      ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
    ],
  });
});
beforeEach(async () => {
  connections = new CacheConnections(await cache.listen());
});
afterEach(async () => {
  await connections.close();
  cache.close();
});
afterAll(() => jest.useRealTimers());

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(5);
}

const answers = () =>
  connections.ping().then(
    () => true,
    () => false,
  );

test('a connection that owes an answer is closed and opened again; an idle one stays', async () => {
  await until(answers);
  jest.advanceTimersByTime(60 * 60_000);
  expect(await answers()).toBe(true);
  expect(cache.sockets).toHaveLength(1);

  cache.silenced.add(cache.sockets[0]!);
  const lost = answers();
  await until(() => cache.unanswered > 0);
  jest.advanceTimersByTime(2_000);
  expect(await lost).toBe(false);
  // The first wait before a new connection.
  jest.advanceTimersByTime(100);
  await until(answers);
  expect(cache.sockets).toHaveLength(2);
  const primary = await connections.findPrimary();
  expect(await primary.eval('return 1', 0)).toBe('OK');
});
