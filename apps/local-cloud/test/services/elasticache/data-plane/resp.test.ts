import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { command, encodeCommand, parseReply } from '../../../../src/gateway/services/elasticache/data-plane/resp';

async function answering(reply: string | undefined) {
  const server = createServer((socket) =>
    socket.on('data', () => (reply === undefined ? socket.destroy() : socket.write(reply))),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test('a command is a list of words with their lengths in bytes', () => {
  expect(encodeCommand(['SET', 'ä'])).toBe('*2\r\n$3\r\nSET\r\n$2\r\nä\r\n');
});

test.each([
  ['+OK\r\n', 'OK'],
  [':12\r\n', '12'],
  ['$5\r\nhello\r\n', 'hello'],
  ['$2\r\nä\r\n', 'ä'],
  ['$-1\r\n', ''],
  ['$5\r\nhel', undefined],
  ['+O', undefined],
])('reads %j as %j', (text, reply) => expect(parseReply(text)).toBe(reply));

test('fails with the words of the server', async () => {
  const server = await answering('-ERR no such thing\r\n');
  await expect(command(server.port, 'NONSENSE')).rejects.toThrow('ERR no such thing');
  server.close();
});

test('fails when the server hangs up', async () => {
  const server = await answering(undefined);
  await expect(command(server.port, 'PING')).rejects.toThrow(`the server on port ${server.port} closed the connection`);
  server.close();
});
