import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { REPOSITORY } from '../repository';

export interface CommandCost {
  /** Of all its processes, user and system, to a hundredth of a second. */
  readonly cpuMilliseconds: number;
  /** Of its largest node process, resident. */
  readonly peakMegabytes: number;
}

const PEAK_MEMORY = resolve(__dirname, '../processes/peak-memory.cjs');

/**
 * What a command of the shell costs from its start to its end, run at the root of the repository as npm runs a script.
 * The shell counts the time of all that it has waited for, and each node process tells its memory when it ends.
 *
 * @throws Error when the command fails
 */
export async function commandCost(command: string, signal: AbortSignal): Promise<CommandCost> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-command-'));
  const peaks = join(directory, 'peaks');
  try {
    const output = await run(command, peaks, signal);
    const peakKibibytes = Math.max(...readFileSync(peaks, 'utf8').trim().split('\n').map(Number));
    return { cpuMilliseconds: childrenMilliseconds(output), peakMegabytes: (peakKibibytes * 1024) / 1e6 };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * The second line of what `times` prints, such as `0m1.790s 0m0.260s`: user and system time of the shell's children.
 *
 * @throws Error when it is not there
 */
export function childrenMilliseconds(times: string): number {
  const children = times.trim().split('\n').at(1) ?? '';
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2)
    throw new Error(`the shell's times must have two lines of two times, got ${JSON.stringify(times)}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000, 0);
}

/** @returns what the shell's `times` prints after the command */
async function run(command: string, peaks: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const script = `( ${command} ) > /dev/null; code=$?; times; exit $code`;
  // A group of its own, so that all of it can be stopped.
  const child = spawn('sh', ['-c', script], {
    cwd: REPOSITORY,
    detached: true,
    env: {
      ...process.env,
      LC_ALL: 'C',
      PATH: [join(REPOSITORY, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(PEAK_MEMORY)}`.trim(),
      BENCH_PEAK_MEMORY: peaks,
    },
  });
  const stop = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    let [output, errors] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('close', done);
    });
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`'${command}' ended with exit code ${code}: ${errors.trim()}`);
    return output;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
