import type { Invocation, Verdict } from './checker';

/** What a strategy did, as `--json` prints it. */
export interface StrategyResult {
  readonly name: string;
  /** Whether the documentation claims that it neither loses nor duplicates an acknowledged write. */
  readonly safe: boolean;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Writes that the local cloud's oracle saw overwritten by one that did not know them. */
  readonly conflicts: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A result with what else was found, which only people are shown. */
export interface Finding extends StrategyResult {
  readonly violations: readonly string[];
}

export function findingOf(
  { name, safe }: Pick<StrategyResult, 'name' | 'safe'>,
  invocations: readonly Invocation[],
  { acknowledged, lost, duplicated, violations }: Verdict,
  conflicts: number,
): Finding {
  const times = invocations.flatMap(({ acknowledgedAfterMilliseconds }) => acknowledgedAfterMilliseconds ?? []);
  return {
    name,
    safe,
    acknowledged,
    lost: lost.length,
    duplicated: duplicated.length,
    conflicts,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    violations,
  };
}

/** Whether a strategy did what it is claimed never to do. */
export function breaksClaim({ safe, lost, duplicated, violations }: Finding): boolean {
  return safe && (lost > 0 || duplicated > 0 || violations.length > 0);
}

/** Nearest rank, to a tenth; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}
