import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateBackend } from '@active-active/region-matrix';
import type { StackSummary } from '../synthesise';

const BACKEND = 'state-backend';
const STATE = '.tfstate';

/** Makes the folder of an environment's local state, logs and records. */
export function ensureFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Where the stacks that are applied to the local cloud have their state. It is remembered, because a run that looked
 * elsewhere would find nothing, and make everything a second time.
 */
export function stateBackendOf(folder: string): StateBackend | undefined {
  try {
    const text = readFileSync(join(folder, BACKEND), 'utf8').trim();
    return text === 's3' || text === 'local' ? text : undefined;
  } catch {
    return undefined;
  }
}

export function rememberStateBackend(folder: string, backend: StateBackend): void {
  writeFileSync(join(ensureFolder(folder), BACKEND), `${backend}\n`);
}

/** Stacks that have resources in a local state and are no longer emitted. */
export function orphanedStates(folder: string, stacks: readonly StackSummary[]): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(STATE))
    .map((file) => file.slice(0, -STATE.length))
    .filter((name) => !stacks.some((stack) => stack.name === name) && holdsResources(join(folder, `${name}${STATE}`)));
}

function holdsResources(file: string): boolean {
  const { resources } = JSON.parse(readFileSync(file, 'utf8') || '{}') as { readonly resources?: readonly unknown[] };
  return (resources?.length ?? 0) > 0;
}
