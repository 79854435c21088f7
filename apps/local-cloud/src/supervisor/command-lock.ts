import type { Paths } from '../paths';
import { FileLock, type LockHolder } from './file-lock';

export interface CommandOptions {
  readonly paths: Paths;
  readonly progress: (line: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** Does the work of a command that starts or stops the local cloud, once no other such command is under way. */
export async function underCommandLock<T>(
  command: 'up' | 'down',
  { paths, progress, signal }: CommandOptions,
  work: () => Promise<T>,
): Promise<T> {
  const onWait = ({ pid, command: other }: LockHolder) =>
    progress(`another '${other}' is under way (process ${pid}); waiting for it`);
  const lock = await FileLock.waitFor(paths.commandLock, onWait, { command, signal });
  try {
    return await work();
  } finally {
    lock.release();
  }
}
