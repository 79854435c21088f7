import { type ParsedOptions, UsageError } from '@active-active/command-line';
import type { LagRange } from './lab-cloud';
import { STRATEGIES, type Strategy } from './strategies';

export interface Settings {
  readonly strategies: readonly Strategy[];
  readonly lag: LagRange;
  /** Undefined: to be drawn. */
  readonly seed: number | undefined;
  readonly json: boolean;
  readonly svg: string | undefined;
  readonly localCloudDirectory: string | undefined;
}

const DEFAULT_LAG: LagRange = { least: 50, most: 150 };
const LONGEST_LAG_MILLISECONDS = 10_000;
const SEED_LIMIT = 2 ** 32;

export const USAGE = `Usage: npm run conflict-lab -- [options]

Runs ways to write items in two regions against the local cloud's global tables, with lost
acknowledgements, pauses of replication and a move of the home region in the middle, and
counts which acknowledged writes are lost or taken twice at the end.

Options
  --strategy NAME           only this one; may be given several times (default: all)
  --lag A-B                 how long a write takes to the other region, in milliseconds (default: 50-150)
  --seed N                  repeat the schedule of an earlier run (default: drawn, and printed)
  --json                    print the results as JSON
  --svg PATH                where the chart goes (default: .state/conflict-lab/chart.svg)
  --local-cloud-dir DIR     use the local cloud that runs on this state directory (default: start one)
  --help                    this text

Strategies
${STRATEGIES.map(({ name, safe, summary }) => `  ${name.padEnd(36)}${safe ? 'safe  ' : 'unsafe'}  ${summary}`).join('\n')}

Exit codes: 0 done, 1 a safe strategy lost or duplicated a write or the run failed, 2 wrong usage,
130 interrupted.
`;

export const OPTIONS = {
  strategy: { type: 'string', multiple: true },
  lag: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
  svg: { type: 'string' },
  'local-cloud-dir': { type: 'string' },
} as const;

/** @throws UsageError */
export function settingsOf(values: ParsedOptions<typeof OPTIONS>): Settings {
  return {
    strategies: strategiesOf(values.strategy),
    lag: values.lag === undefined ? DEFAULT_LAG : lagOf(values.lag),
    seed: values.seed === undefined ? undefined : seedOf(values.seed),
    json: values.json === true,
    svg: values.svg,
    localCloudDirectory: values['local-cloud-dir'],
  };
}

function strategiesOf(names: readonly string[] | undefined): readonly Strategy[] {
  if (names === undefined) return STRATEGIES;
  const unknown = names.filter((name) => !STRATEGIES.some((strategy) => strategy.name === name));
  if (unknown.length > 0) {
    const known = STRATEGIES.map(({ name }) => name).join(', ');
    throw new UsageError(`--strategy must be one of ${known}, got ${unknown.join(', ')}`);
  }
  return STRATEGIES.filter(({ name }) => names.includes(name));
}

function lagOf(text: string): LagRange {
  const [, least, most] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const lag = { least: Number(least), most: Number(most) };
  if (least !== undefined && lag.least <= lag.most && lag.most <= LONGEST_LAG_MILLISECONDS) return lag;
  throw new UsageError(
    `--lag must be two numbers of milliseconds up to ${LONGEST_LAG_MILLISECONDS}, the smaller first, such as 50-150, got '${text}'`,
  );
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < SEED_LIMIT) return seed;
  throw new UsageError(`--seed must be a whole number from 0 to ${SEED_LIMIT - 1}, got '${text}'`);
}
