import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An environment that is applied to a local cloud. */
export interface AppliedEnvironment {
  readonly name: string;
  /** Folder of its local state, logs and records. */
  readonly state: string;
}

/**
 * Notes an environment in the local cloud's own folder, wherever its stacks and its state are: whoever purges the local
 * cloud must know what is in it.
 *
 * @param localCloud folder of the local cloud's state
 */
export function noteApplied(localCloud: string, name: string, state: string): void {
  mkdirSync(folder(localCloud), { recursive: true });
  writeFileSync(join(folder(localCloud), `${name}.json`), JSON.stringify({ name, state } satisfies AppliedEnvironment));
}

export function forgetApplied(localCloud: string, name: string): void {
  rmSync(join(folder(localCloud), `${name}.json`), { force: true });
}

export function appliedEnvironments(localCloud: string): readonly AppliedEnvironment[] {
  if (!existsSync(folder(localCloud))) return [];
  return readdirSync(folder(localCloud))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder(localCloud), file), 'utf8')) as AppliedEnvironment);
}

function folder(localCloud: string): string {
  return join(localCloud, 'environments');
}
