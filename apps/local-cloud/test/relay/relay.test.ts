import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Relay } from '../../src/gateway/relay/relay';
import { waitFor } from '../../src/waiting';

/** Says everything back; remembers its connections. */
let server: Server;
let accepted: Socket[];
let relay: Relay;
let port: number;
const clients: Socket[] = [];

beforeEach(async () => {
  accepted = [];
  server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  relay = new Relay(() => (server.address() as AddressInfo | null)?.port);
  port = await relay.listen();
});

afterEach(async () => {
  for (const socket of [...clients.splice(0), ...accepted]) socket.destroy();
  await relay.close();
  server.close();
});

async function client(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** However it ends: `once` would reject for a connection that was reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on('close', () => resolve()));
}

/** Milliseconds until `text` came back. */
async function echo(socket: Socket, text: string): Promise<number> {
  const started = performance.now();
  socket.write(text);
  for (let received = ''; received !== text;) received += String((await once(socket, 'data'))[0]);
  return performance.now() - started;
}

test('passes bytes on in both directions', async () => {
  await expect(echo(await client(), 'hello')).resolves.toEqual(expect.any(Number));
});

test('delays each direction by its own lag and keeps the order', async () => {
  relay.setWays({ lagMs: 60, paused: false }, { lagMs: 90, paused: false });
  const socket = await client();
  const text = Array.from({ length: 200 }, (_, index) => `${index},`).join('');
  expect(await echo(socket, text)).toBeGreaterThanOrEqual(148);
  relay.setWays({ lagMs: 30_000, paused: false }, { lagMs: 30_000, paused: false });
  relay.setWays({ lagMs: 0, paused: false }, { lagMs: 0, paused: false });
  expect(await echo(socket, 'fast')).toBeLessThan(30_000);
});

test('a paused direction holds what was sent until it goes on', async () => {
  relay.setWays({ lagMs: 0, paused: true }, { lagMs: 0, paused: false });
  const socket = await client();
  const answered = echo(socket, 'later');
  expect(await Promise.race([answered, sleep(100, 'held')])).toBe('held');
  relay.setWays({ lagMs: 0, paused: false }, { lagMs: 0, paused: false });
  expect(await answered).toBeGreaterThanOrEqual(99);
});

test('what was under way when the sender died still arrives', async () => {
  relay.setWays({ lagMs: 0, paused: false }, { lagMs: 100, paused: false });
  const socket = await client();
  socket.write('x');
  while (accepted.length === 0) await sleep(5);
  accepted[0]?.write('last words');
  await sleep(20);
  accepted[0]?.destroy();
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  await closed(socket);
  expect(received).toContain('last words');
});

test('cut: connections end, and new ones end at once', async () => {
  const socket = await client();
  await echo(socket, 'before');
  relay.setMode('cut');
  await closed(socket);
  const next = connect(port, '127.0.0.1').on('error', () => undefined);
  clients.push(next);
  await closed(next);
  relay.setMode('open');
  await expect(echo(await client(), 'after')).resolves.toEqual(expect.any(Number));
});

test('cut: nothing is kept of a connection that is just ending', async () => {
  const open = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  const before = open();
  relay.setWays({ lagMs: 0, paused: true }, { lagMs: 0, paused: false });
  const socket = await client();
  expect(await waitFor(() => accepted.length === 1 || undefined)).toBe(true);
  socket.end('last words');
  await sleep(50);
  relay.setWays({ lagMs: 0, paused: false }, { lagMs: 0, paused: false });
  relay.setMode('cut');
  for (const each of [socket, ...accepted]) each.destroy();
  expect(await waitFor(() => open() <= before || undefined)).toBe(true);
});

test('frozen: connections are accepted and say nothing, and are given up when it ends', async () => {
  relay.setMode('frozen');
  const socket = await client();
  socket.write('anybody?');
  expect(await Promise.race([once(socket, 'data'), sleep(100, 'silence')])).toBe('silence');
  relay.setMode('open');
  await closed(socket);
  await echo(await client(), 'after');
});

test.each([
  ['ends', (socket: Socket) => socket.end()],
  ['is reset', (socket: Socket) => socket.resetAndDestroy()],
])('frozen: a client that %s leaves no connection to the server', async (_how, leave) => {
  relay.setMode('frozen');
  leave(await client());
  expect(await waitFor(() => accepted[0]?.destroyed || undefined)).toBe(true);
});

test('what had ended before it froze is kept no longer', async () => {
  relay.setWays({ lagMs: 600_000, paused: false }, { lagMs: 0, paused: false });
  const socket = await client();
  socket.end('on its way');
  expect(await waitFor(() => accepted.length === 1 || undefined)).toBe(true);
  relay.setMode('frozen');
  expect(await waitFor(() => accepted[0]?.destroyed || undefined)).toBe(true);
});

test('frozen: a client hears nothing of the end of the server', async () => {
  relay.setMode('frozen');
  const socket = await client();
  expect(await waitFor(() => accepted.length === 1 || undefined)).toBe(true);
  accepted[0]?.destroy();
  expect(await Promise.race([closed(socket), sleep(100, 'silence')])).toBe('silence');
  relay.setMode('open');
  await closed(socket);
});

test('paused: what a client sent before it left still arrives', async () => {
  relay.setWays({ lagMs: 0, paused: true }, { lagMs: 0, paused: false });
  const socket = await client();
  expect(await waitFor(() => accepted.length === 1 || undefined)).toBe(true);
  let received = '';
  accepted[0]?.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.end('last words');
  relay.setWays({ lagMs: 0, paused: false }, { lagMs: 0, paused: false });
  expect(await waitFor(() => received === 'last words' || undefined)).toBe(true);
});

test('a server that does not listen ends the connection', async () => {
  await new Promise((resolve) => server.close(resolve));
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await expect(closed(socket)).resolves.toBeUndefined();
});

test('takes another port when the preferred one is taken', async () => {
  const other = new Relay(() => undefined);
  expect(await other.listen(port)).not.toBe(port);
  await other.close();
});
