import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from '../cli/command';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity';

interface Holder extends ProcessIdentity {
  readonly command: string;
}

/**
 * Keeps two runs apart that would write the same folder of stacks. A lock whose process is gone is taken over.
 *
 * @param command what the holder does, for the message that another run gets
 * @returns releases the lock
 * @throws CommandError when another run is under way
 */
export function takeRunLock(path: string, command: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const own: Holder = { ...(identityOf(process.pid) ?? { pid: process.pid, startTime: 'unknown' }), command };
  while (!create(path, own)) {
    const holder = read(path);
    if (holder !== undefined && isAlive(holder)) throw underWay(holder);
    takeAway(path);
  }
  return () => {
    if (read(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

function underWay({ command, pid }: Holder): CommandError {
  return new CommandError(`another run works on these stacks ('${command}', process ${pid}); wait until it has ended`);
}

/** Makes the file with its text in one step: a link is made only where nothing is. */
function create(path: string, holder: Holder): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(holder));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own);
  }
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** Two runs may find the same stale lock: what the slower one has moved aside may be the lock of the faster one. */
function takeAway(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const holder = read(aside);
  try {
    if (holder !== undefined && isAlive(holder)) {
      linkSync(aside, path);
      throw underWay(holder);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}
