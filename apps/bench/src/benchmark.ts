import type { Summary } from './measure/statistics';

/** `x`: a ratio. `ms`: CPU time unless the name says otherwise. */
export type Unit = 'x' | 'ms' | 'MB' | 'count';

export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the table. */
export interface Measurement {
  readonly name: string;
  /** Whom a ratio is against. @default - nobody: an absolute number, which another machine does not repeat */
  readonly peer?: string;
  readonly unit: Unit;
  readonly measured: Summary;
  /** @default - for information */
  readonly goal?: Goal;
}

export interface BenchmarkContext {
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Benchmark {
  /** As `--only` takes it. */
  readonly name: string;
  /** A line of the help. */
  readonly summary: string;
  /** How it is measured, below the table of the document; what holds on every machine. */
  readonly method: string;
  readonly run: (context: BenchmarkContext) => Promise<readonly Measurement[]>;
}

/** Whether a measurement meets its goal; undefined when it has none. */
export function isMet({ goal, measured: { median } }: Pick<Measurement, 'goal' | 'measured'>): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'atLeast' in goal ? median >= goal.atLeast : median <= goal.atMost;
}

/** A number that no round changes. */
export function exactly(value: number): Summary {
  return { median: value, quartiles: [value, value] };
}
