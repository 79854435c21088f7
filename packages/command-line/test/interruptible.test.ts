import { once } from 'node:events';
import { EXIT, Interrupted, interruptible } from '../src';

const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');

test.each([
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
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
