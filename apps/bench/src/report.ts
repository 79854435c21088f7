import { type Benchmark, type Goal, isMet, type Measurement, type Unit } from './benchmark';

const HEADING = ['benchmark', 'against', 'measured', 'quartiles', 'goal', 'met'];
/** The first two columns are text. */
const TEXT_COLUMNS = 2;

/** The measurements as a table for a terminal. */
export function renderTable(measurements: readonly Measurement[]): string {
  return aligned(rowsOf(measurements))
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}

export function renderJson(measurements: readonly Measurement[]): string {
  const printed = measurements.map(({ name, peer, unit, measured, goal }) => ({
    name,
    peer: peer ?? null,
    unit,
    measured: measured.median,
    quartiles: measured.quartiles,
    goal: goal ?? null,
    met: isMet({ goal, measured }) ?? null,
  }));
  return JSON.stringify({ measurements: printed }, undefined, 2);
}

/** docs/benchmarks.md, formatted as the repository's files are. */
export function renderMarkdown(benchmarks: readonly Benchmark[], measurements: readonly Measurement[]): string {
  const [heading = [], ...rows] = aligned(rowsOf(measurements));
  const rule = heading.map((cell, column) =>
    column < TEXT_COLUMNS ? '-'.repeat(cell.length) : `${'-'.repeat(cell.length - 1)}:`,
  );
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- --write`; do not edit.',
    '',
    ...[heading, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    '`x` is a ratio to what the second column names. The contenders take turns within each round, and the ratio is that of the round, so a machine that is slower or busier changes it little; the table shows the median of the rounds and their quartiles. `ms` and `MB` are absolute, and another machine does not repeat them. Times are CPU time, user and system, unless the name says otherwise.',
    '',
    ...benchmarks.map(({ name, method }) => `- \`${name}\`: ${method}.`),
    '',
  ].join('\n');
}

function rowsOf(measurements: readonly Measurement[]): readonly (readonly string[])[] {
  return [HEADING, ...measurements.map(row)];
}

function row({ name, peer, unit, measured, goal }: Measurement): readonly string[] {
  const { median, quartiles } = measured;
  const met = isMet({ goal, measured });
  const [lower, upper] = quartiles.map((value) => numberOf(value, unit));
  return [
    name,
    peer ?? '-',
    withUnit(median, unit),
    quartiles[0] === quartiles[1] ? '-' : `${lower} to ${upper}`,
    goal === undefined ? '-' : goalOf(goal, unit),
    met === undefined ? '-' : met ? 'yes' : 'no',
  ];
}

function goalOf(goal: Goal, unit: Unit): string {
  return 'atLeast' in goal ? `>= ${withUnit(goal.atLeast, unit)}` : `<= ${withUnit(goal.atMost, unit)}`;
}

function withUnit(value: number, unit: Unit): string {
  const text = numberOf(value, unit);
  if (unit === 'count') return text;
  return unit === 'x' ? `${text} x` : `${text} ${unit}`;
}

/** Ratios have two decimals, all else none. */
function numberOf(value: number, unit: Unit): string {
  return value.toFixed(unit === 'x' ? 2 : 0);
}

function aligned(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const widths = HEADING.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < TEXT_COLUMNS ? cell.padEnd(width) : cell.padStart(width);
    }),
  );
}
