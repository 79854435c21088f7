/** What a series of rounds gives: its median, and the quartiles that say how far to trust it. */
export interface Summary {
  readonly median: number;
  readonly quartiles: readonly [lower: number, upper: number];
}

/** @throws RangeError when there are no values */
export function summarise(values: readonly number[]): Summary {
  return { median: quantile(values, 0.5), quartiles: [quantile(values, 0.25), quantile(values, 0.75)] };
}

/**
 * What each round has of one series for one of the other. The rounds of both were made side by side, so what slowed the
 * machine down for a while has slowed down both, and goes out in the division.
 *
 * @throws RangeError when the series differ in length, or a divisor is not above 0
 */
export function ratios(dividends: readonly number[], divisors: readonly number[]): readonly number[] {
  if (dividends.length !== divisors.length) {
    throw new RangeError(
      `ratios need as many of both, got ${dividends.length} and ${divisors.length}; pair the rounds`,
    );
  }
  return dividends.map((dividend, round) => {
    const divisor = divisors[round] as number;
    if (!(divisor > 0)) throw new RangeError(`a divisor must be above 0, got ${divisor}; give the round more to do`);
    return dividend / divisor;
  });
}

/** Between two values, by their distance. */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('a summary needs values, got none; run at least one round');
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const [low, high] = [sorted[below] as number, sorted[Math.ceil(place)] as number];
  return low + (high - low) * (place - below);
}
