import fc from 'fast-check';
import { ratios, summarise } from '../src/measure/statistics';

const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

test.each([
  [[5], 5, [5, 5]],
  [[3, 1, 2], 2, [1.5, 2.5]],
  [[4, 1, 3, 2], 2.5, [1.75, 3.25]],
  [[1, 1, 1, 100], 1, [1, 25.75]],
])('the median and the quartiles of %j', (given, median, quartiles) => {
  expect(summarise(given)).toEqual({ median, quartiles });
});

test('a summary does not depend on the order, and leaves the values as they are', () => {
  fc.assert(
    fc.property(values, (given) => {
      const before = [...given];
      expect(summarise(given.toReversed())).toEqual(summarise(given));
      expect(given).toEqual(before);
    }),
  );
});

test('quartiles enclose the median, and the values the quartiles', () => {
  fc.assert(
    fc.property(values, (given) => {
      const { median, quartiles } = summarise(given);
      const ascending = [Math.min(...given), quartiles[0], median, quartiles[1], Math.max(...given)];
      expect(ascending.toSorted((a, b) => a - b)).toEqual(ascending);
    }),
  );
});

test('a ratio is that of its round, so what slows down a whole round changes nothing', () => {
  expect(ratios([2, 6, 40], [1, 3, 20])).toEqual([2, 2, 2]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 64 }))), (rounds) => {
      const [own, load] = [rounds.map(([cost]) => cost), rounds.map(([, slowdown]) => slowdown)];
      const slowed = ratios(
        own.map((cost, i) => 2 * cost * load[i]!),
        own.map((cost, i) => cost * load[i]!),
      );
      expect(slowed).toEqual(own.map(() => 2));
    }),
  );
});

test('fails when there is nothing to summarise', () => {
  expect(() => summarise([])).toThrow('a summary needs values, got none; run at least one round');
});

test('fails when the rounds are not paired', () => {
  expect(() => ratios([1, 2], [1])).toThrow('ratios need as many of both, got 2 and 1; pair the rounds');
});

test.each([0, -1, NaN])('fails when a divisor is %p', (divisor) => {
  expect(() => ratios([1, 1], [1, divisor])).toThrow(
    `a divisor must be above 0, got ${divisor}; give the round more to do`,
  );
});
