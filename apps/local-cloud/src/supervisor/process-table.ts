import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process, as the operating system lists it; one that has ended and only awaits its parent is not listed. */
export interface ProcessEntry {
  readonly pid: number;
  /** Number of its process group. */
  readonly group: number;
  /** Name of its program, without the folder; the kernel cuts it to 15 characters. */
  readonly name: string;
  /** Opaque: equal for the same process only. */
  readonly startTime: string;
}

export function processEntry(pid: number): ProcessEntry | undefined {
  return process.platform === 'linux' ? linuxEntry(pid) : psEntries('-p', String(pid))[0];
}

export function processesOfGroup(group: number): readonly ProcessEntry[] {
  return (process.platform === 'linux' ? linuxEntries() : psEntries('-A')).filter((entry) => entry.group === group);
}

function linuxEntries(): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((folder) => /^\d+$/.test(folder))
    .flatMap((folder) => linuxEntry(Number(folder)) ?? []);
}

/** See proc_pid_stat(5). */
function linuxEntry(pid: number): ProcessEntry | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name, may hold spaces and parentheses: fields are counted after the last one.
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    const [state = '', , group = ''] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    // Ticks since boot repeat after a reboot; the boot's own id does not.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return {
      pid,
      group: Number(group),
      name: text.slice(text.indexOf('(') + 1, end),
      startTime: `${boot}/${fields[19]}`,
    };
  } catch {
    return undefined;
  }
}

/** @param which - options of ps(1) that choose processes */
function psEntries(...which: string[]): readonly ProcessEntry[] {
  return ps(...which, '-o', 'pid=,pgid=,state=,lstart=,comm=')
    .split('\n')
    .flatMap((line) => {
      // lstart is five words: Thu Jan  1 01:00:00 2026.
      const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.+)$/.exec(line);
      const [, pid, group, state = '', startTime = '', path = ''] = found ?? [];
      if (found === null || state.startsWith('Z')) return [];
      return { pid: Number(pid), group: Number(group), name: path.slice(path.lastIndexOf('/') + 1), startTime };
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
