import { rmSync } from 'node:fs';
import { messageOf } from '../errors';
import type { Paths } from '../paths';
import { holderOf } from './file-lock';
import { readInstance } from './instance';
import { endProcess, isAlive } from './process-identity';
import { clearAway } from './up';

/** Its own children are stopped in order first; only then is it killed. */
const GRACE_MS = 20_000;

/**
 * Stops everything. The state stays, for the next `up`, unless it is purged.
 *
 * @returns whether anything ran
 */
export async function down(
  paths: Paths,
  options: { readonly purge: boolean; readonly progress: (line: string) => void },
): Promise<boolean> {
  // One that has only begun to start holds the lock and has not described itself yet.
  const daemon = [holderOf(paths.daemonLock), readInstance(paths)].find(
    (process) => process !== undefined && isAlive(process),
  );
  if (daemon !== undefined) await endProcess(daemon, GRACE_MS);
  await clearAway(paths, () => undefined);
  if (options.purge) {
    try {
      rmSync(paths.state, { recursive: true, force: true });
    } catch (error) {
      options.progress(`the state could not be removed: ${messageOf(error)}`);
    }
  }
  return daemon !== undefined;
}
