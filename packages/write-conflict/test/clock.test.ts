import { systemClock } from '../src';

it('measures time that never goes back', () => {
  const times = Array.from({ length: 1000 }, () => systemClock.now());

  expect(times).toStrictEqual([...times].sort((a, b) => a - b));
});

it('ends a sleep by itself', async () => {
  await expect(systemClock.sleep(1, new AbortController().signal)).resolves.toBeUndefined();
});

it('ends a sleep with the reason of the signal', async () => {
  const controller = new AbortController();
  const sleep = systemClock.sleep(60_000, controller.signal);
  controller.abort(new Error('the client has gone'));

  await expect(sleep).rejects.toThrow(new Error('the client has gone'));
});
