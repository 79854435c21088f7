import { join } from 'node:path';
import { CommandError } from '@active-active/command-line';
import { FileLock } from '@active-active/local-cloud';

/**
 * Keeps two runs apart that would write the same folder of stacks. A lock whose process is gone is taken over.
 *
 * @param output the folder
 * @param command what the holder does, for the message that another run gets
 * @returns releases the lock
 * @throws CommandError when another run is under way
 */
export function takeRunLock(output: string, command: string): () => void {
  const lock = FileLock.take(join(output, 'run.lock'), command);
  if (lock instanceof FileLock) return () => lock.release();
  throw new CommandError(
    `another run works on these stacks ('${lock.command ?? 'unknown'}', process ${lock.pid}); wait until it has ended`,
  );
}
