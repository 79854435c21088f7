import { breaksClaim, type Finding, type StrategyResult } from './result';

const HEADING = ['strategy', 'safe', 'acknowledged', 'lost', 'duplicated', 'conflicts', 'p50 ms', 'p99 ms'];
/** The first two columns are text. */
const TEXT_COLUMNS = 2;
const SHOWN_VIOLATIONS = 3;

/** The results as a table, and below it what else the checker found. */
export function renderTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ name, safe, acknowledged, lost, duplicated, conflicts, p50Ms, p99Ms }) => [
    name,
    safe ? 'yes' : 'no',
    ...[acknowledged, lost, duplicated, conflicts].map(String),
    ...[p50Ms, p99Ms].map((each) => each.toFixed(1)),
  ]);
  const notes = findings.flatMap(({ name, violations }) => [
    ...violations.slice(0, SHOWN_VIOLATIONS).map((violation) => `${name}: ${violation}`),
    ...(violations.length > SHOWN_VIOLATIONS ? [`${name}: and ${violations.length - SHOWN_VIOLATIONS} more`] : []),
  ]);
  const broken = findings.filter(breaksClaim).map(({ name }) => `${name} is claimed to be safe, and was not`);
  return [...columns([HEADING, ...rows]), ...gap(notes), ...gap(broken)].join('\n');
}

export function renderJson(seed: number, findings: readonly Finding[]): string {
  const strategies = findings.map(({ violations: _shownToPeople, ...result }): StrategyResult => result);
  return JSON.stringify({ seed, strategies }, undefined, 2);
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADING.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < TEXT_COLUMNS ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  '),
  );
}

function gap(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}
