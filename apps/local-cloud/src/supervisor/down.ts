import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LocalCloudError, messageOf } from '../errors';
import type { Paths } from '../paths';
import { type CommandOptions, underCommandLock } from './command-lock';
import { daemonOf } from './instance';
import { clearAway } from './up';

/**
 * Stops everything, once an `up` that is under way has ended. The state stays, for the next `up`, unless it is purged.
 *
 * @returns whether anything ran
 * @throws LocalCloudError when the state cannot be removed
 */
export async function down(
  paths: Paths,
  { purge, ...options }: Omit<CommandOptions, 'paths'> & { readonly purge: boolean },
): Promise<boolean> {
  if (!existsSync(paths.state)) return false;
  const ran = await underCommandLock('down', { paths, ...options }, async () => {
    const daemon = daemonOf(paths);
    await clearAway(paths, () => undefined);
    if (purge) removeState(paths);
    return daemon !== undefined;
  });
  if (purge) removeFolder(paths.state);
  return ran;
}

/** All but the lock, which is held, and which an `up` may be waiting for. */
function removeState({ state, commandLock }: Paths): void {
  try {
    for (const name of readdirSync(state)) {
      if (!name.startsWith(basename(commandLock))) rmSync(join(state, name), { recursive: true, force: true });
    }
  } catch (error) {
    throw new LocalCloudError(`the local cloud is down, but its state could not be removed: ${messageOf(error)}`);
  }
}

function removeFolder(state: string): void {
  try {
    rmdirSync(state);
  } catch {
    // It is empty and somebody else's, or the next `up` has begun to fill it.
  }
}
