import { once } from 'node:events';
import { EXIT, hearSignals, Interrupted, interruptible } from '../src';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = () => SIGNALS.reduce((count, name) => count + process.listenerCount(name), 0);

const streams = [process.stdout, process.stderr];
const before = streams.map((stream) => stream.listeners('error'));
afterAll(() => {
  for (const [index, stream] of streams.entries()) {
    const added = stream.listeners('error').filter((listener) => !before[index]?.includes(listener));
    for (const listener of added) stream.off('error', listener as () => void);
  }
});

test.each([
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
  ['SIGHUP', EXIT.hungUp],
] as const)('%s ends the work, whatever that fails with', async (name, exitCode) => {
  const before = listeners();
  const ended = interruptible(async (signal) => {
    const aborted = once(signal, 'abort');
    process.emit(name, name);
    await aborted;
    throw new Error('cut off');
  });
  const error = await ended.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Interrupted);
  expect(error).toMatchObject({ exitCode, message: 'interrupted; what was started is stopped' });
  expect(listeners()).toBe(before);
});

test('without a signal the work gives and fails as it does', async () => {
  const before = listeners();
  expect(await interruptible(async ({ aborted }) => aborted)).toBe(false);
  await expect(interruptible(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(listeners()).toBe(before);
});

test('a terminal that has closed takes no text, and the process goes on', () => {
  const heard: string[] = [];
  const hearNoMore = hearSignals((name) => heard.push(name));
  process.emit('SIGHUP', 'SIGHUP');
  hearNoMore();
  for (const stream of streams) {
    expect(() => stream.emit('error', new Error('EIO: i/o error, write'))).not.toThrow();
  }
  expect(heard).toEqual(['SIGHUP']);
});
