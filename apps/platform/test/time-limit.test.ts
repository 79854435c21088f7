import { Interruption } from '../src/terraform/interruption';
import { TimeLimit } from '../src/terraform/time-limit';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('TimeLimit', () => {
  it('asks for an orderly end when the time is over, and never for an end at once', () => {
    const limit = new TimeLimit(2, undefined);
    jest.advanceTimersByTime(119_999);
    expect([limit.soft.aborted, limit.isOver]).toEqual([false, false]);
    jest.advanceTimersByTime(1);
    expect([limit.soft.aborted, limit.hard.aborted, limit.isOver]).toEqual([true, false, true]);
  });

  it('has none without minutes, and stops its clock at the end', () => {
    const [none, ended] = [new TimeLimit(undefined, undefined), new TimeLimit(1, undefined)];
    ended.end();
    jest.advanceTimersByTime(3_600_000);
    expect([none.soft.aborted, ended.soft.aborted, jest.getTimerCount()]).toEqual([false, false, 0]);
  });

  it("passes on the user's wish, which is then no fault of the time", async () => {
    await Interruption.during(
      () => undefined,
      (interruption) => {
        const limit = new TimeLimit(1, interruption);
        process.emit('SIGINT');
        expect([limit.soft.aborted, limit.hard.aborted]).toEqual([true, false]);
        jest.advanceTimersByTime(60_000);
        process.emit('SIGINT');
        expect([limit.hard.aborted, limit.isOver]).toEqual([true, false]);
        const late = new TimeLimit(1, interruption);
        expect([late.soft.aborted, late.hard.aborted]).toEqual([true, true]);
        late.end();
        limit.end();
        return Promise.resolve();
      },
    );
  });
});
