import fc from 'fast-check';
import { fullJitter, resolveRetry } from '../src/retry';

it('spreads a wait over the whole range, which doubles up to the cap', () => {
  const retry = resolveRetry({ baseMilliseconds: 10, capMilliseconds: 50 });
  const bounds = [1, 2, 3, 4, 5, 2000].map((attempt) => fullJitter(attempt, retry, () => 1));

  expect(bounds).toStrictEqual([10, 20, 40, 50, 50, 50]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, draw) => {
        const wait = fullJitter(attempt, retry, () => draw);
        expect(wait).toBeCloseTo(draw * Math.min(50, 10 * 2 ** (attempt - 1)));
      },
    ),
  );
});

it.each([
  [{ attempts: 0 }, 'attempts must be a whole number from 1, got 0; 1 tries once and never again'],
  [{ attempts: 2.5 }, 'attempts must be a whole number from 1, got 2.5; 1 tries once and never again'],
  [
    { baseMilliseconds: 50, capMilliseconds: 20 },
    'waits must satisfy 0 <= baseMilliseconds <= capMilliseconds, got 50 and 20; raise the cap, or lower the base',
  ],
  [
    { baseMilliseconds: NaN },
    'waits must satisfy 0 <= baseMilliseconds <= capMilliseconds, got NaN and 1000; raise the cap, or lower the base',
  ],
])('fails when it is %j', (retry, message) => {
  expect(() => resolveRetry(retry)).toThrow(new RangeError(message));
});
