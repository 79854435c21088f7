import type { Effects } from '../checker';
import type { Operation } from '../schedule';

const BASE = 4;
/** All digits of a counter and one carry stay below 2^53. */
const DIGITS = 25;

/**
 * Makes a sum tell which operations are in it, and how often: each adds to a digit of its own, in base 4. So a counter,
 * which keeps no list, is checked like everything else; up to three times are told apart.
 */
export class DigitCounts {
  private readonly placed = new Map<string, (Operation | undefined)[]>();

  /** What the operation adds, and to which counter. */
  place(operation: Operation): { readonly counter: string; readonly amount: number } {
    const counter = `${operation.key}.${Math.floor(operation.ordinal / DIGITS)}`;
    const digit = operation.ordinal % DIGITS;
    const operations = this.placed.get(counter) ?? [];
    operations[digit] = operation;
    this.placed.set(counter, operations);
    return { counter, amount: BASE ** digit };
  }

  /** The operations in the sums. A digit that nobody was given shows as an operation of its own. */
  async read(sumOf: (counter: string) => Promise<number>): Promise<Effects> {
    const effects = new Map<string, string[]>();
    for (const [counter, operations] of this.placed) {
      const key = counter.slice(0, counter.lastIndexOf('.'));
      const ids = digitsOf(await sumOf(counter)).flatMap((count, digit) =>
        Array.from({ length: count }, () => operations[digit]?.id ?? `digit ${digit} of ${counter}`),
      );
      effects.set(key, [...(effects.get(key) ?? []), ...ids]);
    }
    return effects;
  }
}

function digitsOf(sum: number): number[] {
  const digits: number[] = [];
  for (let rest = sum; rest > 0; rest = Math.floor(rest / BASE)) digits.push(rest % BASE);
  return digits;
}
