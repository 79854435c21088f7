import { type ParsedOptions, UsageError } from '@active-active/command-line';
import type { Benchmark } from './benchmark';
import { BENCHMARKS } from './benchmarks';

export interface Settings {
  readonly benchmarks: readonly Benchmark[];
  readonly json: boolean;
  readonly write: boolean;
}

export const USAGE = `Usage: npm run bench -- [options]

Measures what the repository claims about speed, as ratios to named peers in one run: paired,
interleaved, medians of CPU time. A goal that is not met is said in the table and is no failure.

Options
  --only NAME   only this benchmark; may be given several times (default: all)
  --json        print the measurements as JSON; use npm run --silent for clean output
  --write       write docs/benchmarks.md as well; takes all benchmarks
  --help        this text

Benchmarks
${BENCHMARKS.map(({ name, summary }) => `  ${name.padEnd(20)}${summary}`).join('\n')}

Exit codes: 0 measured, 1 a benchmark failed to run, 2 wrong usage, 130 interrupted.
`;

export const OPTIONS = {
  only: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  write: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function settingsOf({ only, json = false, write = false }: ParsedOptions<typeof OPTIONS>): Settings {
  if (write && only !== undefined) {
    throw new UsageError('--write takes all benchmarks, got it with --only; leave one of them out');
  }
  return { benchmarks: only === undefined ? BENCHMARKS : benchmarksOf(only), json, write };
}

function benchmarksOf(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    const known = BENCHMARKS.map(({ name }) => name).join(', ');
    throw new UsageError(`--only must be one of ${known}, got ${unknown.join(', ')}`);
  }
  return BENCHMARKS.filter(({ name }) => names.includes(name));
}
