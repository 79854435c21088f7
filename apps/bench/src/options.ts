import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark';
import { BENCHMARKS } from './benchmarks';

/** The command line was wrong: exit code 2, no stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Options {
  readonly benchmarks: readonly Benchmark[];
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
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

Exit codes: 0 measured, 1 a benchmark failed to run, 2 wrong usage.
`;

const OPTIONS = {
  only: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  write: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws UsageError */
export function parseOptions(args: readonly string[]): Options {
  const { only, json = false, write = false, help = false } = parse(args);
  if (write && only !== undefined) {
    throw new UsageError('--write takes all benchmarks, got it with --only; leave one of them out');
  }
  return { benchmarks: only === undefined ? BENCHMARKS : benchmarksOf(only), json, write, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

function benchmarksOf(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    const known = BENCHMARKS.map(({ name }) => name).join(', ');
    throw new UsageError(`--only must be one of ${known}, got ${unknown.join(', ')}`);
  }
  return BENCHMARKS.filter(({ name }) => names.includes(name));
}
