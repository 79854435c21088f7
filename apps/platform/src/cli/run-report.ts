import { relative } from 'node:path';
import type { Action, StackResult, StackStatus } from '../terraform/stack-run';
import { sumOf } from '../terraform/counts';
import { style } from './table';

/** A stack as `--json` prints it. A plan knows three states only: whatever kept it from being made is a failure. */
export function asJson(environment: string, action: Action, results: readonly StackResult[]): string {
  const stacks = results.map(({ name, region, status, add, change, destroy, seconds, failure }) => {
    const unplanned = action === 'plan' && (status === 'interrupted' || status === 'not started');
    const error = failure === undefined ? (unplanned ? status : undefined) : oneLine(failure);
    return {
      name,
      region,
      status: unplanned ? 'failed' : status,
      add,
      change,
      destroy,
      ...(action === 'plan' ? {} : { seconds: Number(seconds.toFixed(1)) }),
      ...(error === undefined ? {} : { error }),
    };
  });
  return `${JSON.stringify({ environment, stacks }, undefined, 2)}\n`;
}

function oneLine({ error, resource, hint }: NonNullable<StackResult['failure']>): string {
  return `${resource === undefined ? '' : `${resource}: `}${error}${hint === undefined ? '' : `; ${hint}`}`;
}

const COLOURS: Readonly<Record<StackStatus, Parameters<typeof style>[1]>> = {
  unchanged: 'green',
  changed: 'yellow',
  applied: 'green',
  destroyed: 'green',
  failed: 'red',
  interrupted: 'yellow',
  'not started': 'dim',
};

/** How a stack ended, on one line. */
export function resultText(stream: NodeJS.WriteStream, result: StackResult): string {
  const { status, add, change, destroy, seconds } = result;
  const counts = sumOf(result) === 0 ? '' : `  +${add} ~${change} -${destroy}`;
  return `${style(stream, COLOURS[status], status)}${counts}  ${seconds.toFixed(0)} s`;
}

/** What failed, why, what Terraform said last and where all of it is. */
export function failuresText(stream: NodeJS.WriteStream, results: readonly StackResult[]): string {
  return results
    .flatMap(({ name, failure }) => {
      if (failure === undefined) return [];
      const { error, resource, detail, hint, lastLines, log } = failure;
      const at = resource === undefined ? '' : ` at ${resource}`;
      const indented = (text: string) => text.replace(/^/gm, '    ');
      return [
        style(stream, 'red', `${name} failed${at}`),
        `  ${error}`,
        ...(detail ? [indented(detail)] : []),
        ...(hint === undefined ? [] : [`  -> ${hint}`]),
        ...(hint === undefined && lastLines.length > 0 ? ['  last lines:', indented(lastLines.join('\n'))] : []),
        `  log: ${relative(process.env['INIT_CWD'] ?? process.cwd(), log)}`,
        '',
      ];
    })
    .join('\n');
}

/** All stacks in one sentence: `local: 20 unchanged, 3 changed, 2 not started; +12 ~1 -0`. */
export function summaryText(environment: string, results: readonly StackResult[]): string {
  const statuses = Object.keys(COLOURS) as StackStatus[];
  const counts = statuses.flatMap((status) => {
    const count = results.filter((result) => result.status === status).length;
    return count === 0 ? [] : `${count} ${status}`;
  });
  const total = (key: 'add' | 'change' | 'destroy') => results.reduce((sum, result) => sum + result[key], 0);
  const changes = `+${total('add')} ~${total('change')} -${total('destroy')}`;
  return `${environment}: ${counts.join(', ')}; ${changes}`;
}
