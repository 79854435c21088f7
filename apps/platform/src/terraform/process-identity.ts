import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * A process that is told apart from a later one with the same number: process ids are used again, and a lock that names
 * only a number would be honoured for a stranger.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: equal for the same process only. */
  readonly startTime: string;
}

/** The process with that number, unless there is none or it has ended and only its exit code is left. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startTime = process.platform === 'linux' ? linuxStartTime(pid) : psStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return identityOf(pid)?.startTime === startTime;
}

/**
 * Kills what a Terraform process that is gone has left of its process group: its provider plugins, which live on when
 * their parent is killed. Processes of another name are left alone, since the group's number may have been used again.
 */
export function killLeftovers(group: number): void {
  for (const { pid, name } of processesOf(group)) {
    if (!name.startsWith('terraform')) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
    }
  }
}

function processesOf(group: number): readonly { readonly pid: number; readonly name: string }[] {
  const all =
    process.platform === 'linux'
      ? readdirSync('/proc')
          .filter((entry) => /^\d+$/.test(entry))
          .flatMap((entry) => linuxStat(Number(entry)) ?? [])
      : psList();
  return all.filter((each) => each.group === group);
}

interface Stat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly group: number;
  /** Ticks since boot. */
  readonly startTicks: string;
}

function linuxStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command's name, may hold spaces and parentheses: fields are counted after the last one.
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    const [state = '', , group = ''] = fields;
    return {
      pid,
      name: text.slice(text.indexOf('(') + 1, end),
      state,
      group: Number(group),
      startTicks: fields[19] ?? '',
    };
  } catch {
    return undefined;
  }
}

function linuxStartTime(pid: number): string | undefined {
  const stat = linuxStat(pid);
  if (stat === undefined || stat.state === 'Z' || stat.state === 'X') return undefined;
  // Ticks since boot repeat after a reboot; the boot's own id does not.
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${stat.startTicks}`;
}

function psStartTime(pid: number): string | undefined {
  const text = ps('-o', 'state=,lstart=', '-p', String(pid)).trim();
  return text === '' || text.startsWith('Z') ? undefined : text.slice(text.indexOf(' ') + 1).trim();
}

function psList(): readonly { pid: number; group: number; name: string }[] {
  return ps('-A', '-o', 'pid=,pgid=,comm=')
    .split('\n')
    .flatMap((line) => {
      const [, pid, group, path] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? [];
      return path === undefined
        ? []
        : { pid: Number(pid), group: Number(group), name: path.slice(path.lastIndexOf('/') + 1) };
    });
}

function ps(...args: string[]): string {
  try {
    return execFileSync('ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch {
    return '';
  }
}
