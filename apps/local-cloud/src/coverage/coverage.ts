import { existsSync, readFileSync } from 'node:fs';
import type { Answerer, Call } from '../gateway/call-log';

/** One line of the coverage table. */
export interface CoverageRow {
  readonly service: string;
  readonly action: string;
  readonly by: readonly Answerer[];
}

/** Reads the call log, the part that was put aside included. A line that a kill has cut off is skipped. */
export function readCalls(path: string): Call[] {
  const texts = [`${path}.1`, path].filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
  return texts.flatMap((text) => text.split('\n')).flatMap((line) => parse(line) ?? []);
}

/**
 * Who answers which action. The counts are left out: the table is to change when the support changes, and not with every
 * run. Calls that a fault swallowed say nothing about support.
 */
export function coverageOf(calls: readonly Call[]): CoverageRow[] {
  const rows = new Map<string, Set<Answerer>>();
  for (const { service, action, by } of calls) {
    if (by === 'fault') continue;
    const key = `${service} ${action}`;
    rows.set(key, (rows.get(key) ?? new Set()).add(by));
  }
  return [...rows.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, by]) => {
      const space = key.indexOf(' ');
      return { service: key.slice(0, space), action: key.slice(space + 1), by: [...by].sort() };
    });
}

function parse(line: string): Call | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as Call);
  } catch {
    return undefined;
  }
}
