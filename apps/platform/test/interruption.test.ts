import { Interruption } from '../src/terraform/interruption';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What is aborted after signals at those milliseconds, and how often the user was told. */
async function after(...times: readonly number[]) {
  let told = 0;
  return Interruption.during(
    () => (told += 1),
    ({ soft, hard }) => {
      times.forEach((time, index) => {
        jest.advanceTimersByTime(time - (times[index - 1] ?? 0));
        process.emit('SIGINT');
      });
      return Promise.resolve({ soft: soft.aborted, hard: hard.aborted, told });
    },
  );
}

describe('Interruption', () => {
  it('ends in order at the first Ctrl-C, and at once at the second', async () => {
    expect(await after()).toEqual({ soft: false, hard: false, told: 0 });
    expect(await after(0)).toEqual({ soft: true, hard: false, told: 1 });
    expect(await after(0, 1_000)).toEqual({ soft: true, hard: true, told: 1 });
  });

  it('takes a Ctrl-C that arrives twice, as npm passes it on, for one', async () => {
    expect(await after(0, 3)).toEqual({ soft: true, hard: false, told: 1 });
    expect(await after(0, 3, 2_000)).toEqual({ soft: true, hard: true, told: 1 });
  });

  it('hears no more when the work is over', async () => {
    const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGHUP');
    const before = listeners();
    await after(0);
    expect(listeners()).toBe(before);
  });
});
