import { rmSync } from 'node:fs';
import { ask } from '../ask';
import { readJsonFile, writeFileAtomically } from '../files';
import type { Paths } from '../paths';
import type { ComponentStatus } from './component';
import { holderOf } from './file-lock';
import { type ProcessIdentity, isAlive } from './process-identity';

/** A running local cloud, as it describes itself. */
export interface Instance extends ProcessIdentity {
  /** 'http://127.0.0.1:<port>' */
  readonly endpoint: string;
  readonly port: number;
  readonly account: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly stateDirectory: string;
  readonly components: readonly ComponentStatus[];
}

/** What stays the same from one `up` to the next, so that endpoints written into Terraform's settings stay right. */
export interface Settings {
  readonly port?: number;
  readonly account?: string;
}

export const DEFAULT_ACCOUNT = '123456789012';

export function readInstance(paths: Paths): Instance | undefined {
  return readJsonFile<Instance>(paths.instance);
}

export function writeInstance(paths: Paths, instance: Instance): void {
  writeFileAtomically(paths.instance, `${JSON.stringify(instance, undefined, 2)}\n`);
}

export function removeInstance(paths: Paths): void {
  rmSync(paths.instance, { force: true });
}

export function readSettings(paths: Paths): Settings {
  return readJsonFile<Settings>(paths.settings) ?? {};
}

export function writeSettings(paths: Paths, settings: Settings): void {
  writeFileAtomically(paths.settings, `${JSON.stringify(settings)}\n`);
}

/** The process that the local cloud is, whether it serves or not. */
export function daemonOf(paths: Paths): ProcessIdentity | undefined {
  return [holderOf(paths.daemonLock), readInstance(paths)].find((each) => each !== undefined && isAlive(each));
}

/** The same while it starts: it holds its lock, and has not described itself yet. */
export function startingDaemonOf(paths: Paths): ProcessIdentity | undefined {
  const described = readInstance(paths);
  return described !== undefined && isAlive(described) ? undefined : daemonOf(paths);
}

/** The instance's own description, fresh, or `undefined` when it does not run or does not answer. */
export async function probe(paths: Paths): Promise<Instance | undefined> {
  const written = readInstance(paths);
  if (written === undefined || !isAlive(written)) return undefined;
  try {
    const response = await ask(`${written.endpoint}/_local/status`, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? ((await response.json()) as Instance) : undefined;
  } catch {
    return undefined;
  }
}
