import { LocalCloudError } from '../src/errors';
import { listenAt } from '../src/supervisor/gateway-port';

/** Where it listens at last, when port 80 fails like that, and what is logged. */
async function listenBesides(code: string, choice: { readonly port?: number; readonly portIsGiven: boolean }) {
  const logged: string[] = [];
  const listen = (port: number) =>
    port === 80 ? Promise.reject(Object.assign(new Error('listen'), { code })) : Promise.resolve(port);
  const port = await listenAt({ port: choice.port, ...choice, log: (line) => logged.push(line) }, listen);
  return { port, logged };
}

test.each([
  ['EADDRINUSE', 'port 80 is taken by another program; give another one, or none'],
  ['EACCES', 'port 80 is not open to this user; give another one, or none'],
])('a port that was asked for and cannot be had (%s) is an error that says why', async (code, message) => {
  await expect(listenBesides(code, { port: 80, portIsGiven: true })).rejects.toEqual(new LocalCloudError(message));
});

test('a port that was used before and cannot be had is replaced', async () => {
  const { port, logged } = await listenBesides('EACCES', { port: 80, portIsGiven: false });
  expect(port).toBeGreaterThan(1023);
  expect(logged).toEqual(['port 80, which was used before, is not open to this user; choosing a free one']);
});

test('without one it is a free one, and another error is passed on', async () => {
  expect((await listenBesides('EACCES', { portIsGiven: false })).logged).toEqual([]);
  await expect(listenBesides('EMFILE', { port: 80, portIsGiven: true })).rejects.toThrow('listen');
});
