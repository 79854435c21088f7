import fc from 'fast-check';
import { DigitCounts } from '../src/strategies/digit-counts';

const operation = (ordinal: number) => ({ id: `o${ordinal}`, key: 'item-1', ordinal, at: 0 });

test('a sum tells which operations are in it, and how often', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 60 }), async (times) => {
      const digits = new DigitCounts();
      const sums = new Map<string, number>();
      times.forEach((count, ordinal) => {
        const { counter, amount } = digits.place(operation(ordinal));
        sums.set(counter, (sums.get(counter) ?? 0) + count * amount);
      });
      expect([...sums.values()].every(Number.isSafeInteger)).toBe(true);
      const effects = await digits.read((counter) => Promise.resolve(sums.get(counter) ?? 0));
      expect(effects.get('item-1')).toEqual(
        times.flatMap((count, ordinal) => Array.from({ length: count }, () => `o${ordinal}`)),
      );
    }),
  );
});

test('an addition of nobody shows under a name of its own', async () => {
  const digits = new DigitCounts();
  digits.place(operation(0));
  expect(await digits.read(() => Promise.resolve(1 + 4))).toEqual(new Map([['item-1', ['o0', 'digit 1 of item-1.0']]]));
});
