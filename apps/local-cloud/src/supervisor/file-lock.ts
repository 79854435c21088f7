import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../errors';
import { type ProcessIdentity, isAlive, ownIdentity } from './process-identity';

/** A process that dies inside the few instructions of a take-over leaves its mark behind; nobody waits longer for it. */
const TAKE_OVER_MS = 5_000;

export interface LockHolder extends ProcessIdentity {
  /** What it holds the lock for, if it has said so. */
  readonly command?: string;
}

/** A lock that is a file naming its holder. A lock whose holder is gone is taken over. */
export class FileLock {
  private constructor(private readonly path: string) {}

  /**
   * Takes the lock, or says who holds it.
   *
   * @param command - what for, told to the others that want it
   */
  static take(path: string, command?: string): FileLock | LockHolder {
    const own: LockHolder = { ...ownIdentity(), ...(command === undefined ? {} : { command }) };
    for (;;) {
      mkdirSync(dirname(path), { recursive: true });
      if (create(path, own)) return new FileLock(path);
      const holder = holderOf(path);
      if (holder !== undefined && isAlive(holder)) return holder;
      removeStale(path);
    }
  }

  /**
   * Takes the lock as soon as its holder lets go or dies.
   *
   * @param onWait - told once who holds it, when it is not free
   * @param options - what it is wanted for, and what ends the waiting
   */
  static async waitFor(
    path: string,
    onWait: (holder: LockHolder) => void,
    { command, signal }: { readonly command?: string; readonly signal?: AbortSignal } = {},
  ): Promise<FileLock> {
    let told = false;
    for (;;) {
      const lock = FileLock.take(path, command);
      if (lock instanceof FileLock) return lock;
      if (!told) onWait(lock);
      told = true;
      await sleep(200);
      signal?.throwIfAborted();
    }
  }

  release(): void {
    const holder = holderOf(this.path);
    if (holder?.pid === process.pid) rmSync(this.path, { force: true });
  }
}

/** Who holds the lock: `undefined` when nobody does, or when its holder has just let go. */
export function holderOf(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Makes the file with its text in one step: a link is made only where nothing is. It is not made either where somebody
 * removes the folder in the meantime.
 */
function create(path: string, holder: LockHolder): boolean {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify(holder));
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST') || hasCode(error, 'ENOENT')) return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Removes a lock whose holder is gone. Two processes may find the same stale lock: the slower one must not remove the
 * lock that the faster one has made since, so whoever removes holds a second, short lock and looks again first.
 */
function removeStale(path: string): void {
  const mark = `${path}.takeover`;
  if (!create(mark, ownIdentity())) {
    if (ageOf(mark) > TAKE_OVER_MS) rmSync(mark, { force: true });
    return;
  }
  try {
    const holder = holderOf(path);
    if (holder === undefined || !isAlive(holder)) rmSync(path, { force: true });
  } finally {
    rmSync(mark, { force: true });
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
