import { waitFor } from '../waiting';
import { processEntry } from './process-table';

/**
 * A process that is told apart from a later one with the same number: process ids are used again, and a lock that names
 * only a number would be honoured for a stranger.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: equal for the same process only. */
  readonly startTime: string;
}

/** The process with that number, or `undefined` when there is none or only its exit code is left. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const entry = processEntry(pid);
  return entry && { pid, startTime: entry.startTime };
}

export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid) ?? { pid: process.pid, startTime: 'unknown' };
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return identityOf(pid)?.startTime === startTime;
}

/** Asks a process to end, and kills its group when it has not done so in time. Resolves when it is gone. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  if (!isAlive(identity)) return;
  signal(identity.pid, 'SIGTERM');
  const gone = () => (isAlive(identity) ? undefined : true);
  if (await waitFor(gone, graceMs)) return;
  signal(-identity.pid, 'SIGKILL');
  signal(identity.pid, 'SIGKILL');
  await waitFor(gone, 5_000);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}
