import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCloudError } from '../errors';
import type { Paths } from '../paths';
import { emulatorEnvironment } from '../setup/emulators';
import { ensureVirtualEnvironment } from '../setup/virtual-environment';
import { waitFor } from '../waiting';
import type { DaemonArguments } from './daemon-main';
import { FileLock } from './file-lock';
import { DEFAULT_ACCOUNT, type Instance, probe, readInstance, readSettings, removeInstance } from './instance';
import { endProcess, identityOf, isAlive } from './process-identity';

export interface UpOptions {
  readonly paths: Paths;
  readonly port?: number;
  readonly account?: string;
  readonly progress: (line: string) => void;
  /** Aborted by Ctrl-C: what has been started is stopped again. */
  readonly signal?: AbortSignal;
}

export interface UpResult {
  readonly instance: Instance;
  /** Whether it ran already. */
  readonly wasRunning: boolean;
}

const START_MS = 90_000;
const SETTLE_MS = 30_000;

/**
 * Sees to it that the local cloud runs. One that runs and is healthy is left as it is; one that has died, in whole or in
 * part, is cleared away and started on the state it has left.
 *
 * @throws LocalCloudError
 */
export async function up(options: UpOptions): Promise<UpResult> {
  const lock = await takeUpLock(options);
  try {
    const running = await settled(options.paths);
    if (running !== undefined && isHealthy(running)) {
      requireSameSettings(running, options);
      return { instance: running, wasRunning: true };
    }
    await ensureVirtualEnvironment(emulatorEnvironment(options.paths), options.progress, options.signal);
    await clearAway(options.paths, options.progress);
    return { instance: await start(options), wasRunning: false };
  } finally {
    lock.release();
  }
}

/** What `up` would do on top of starting: the settings that an instance gets. */
export function daemonArguments({
  paths,
  port,
  account,
}: Pick<UpOptions, 'paths' | 'port' | 'account'>): DaemonArguments {
  const before = readSettings(paths);
  return {
    stateDirectory: paths.state,
    port: port ?? before.port,
    portIsGiven: port !== undefined,
    account: account ?? before.account ?? DEFAULT_ACCOUNT,
  };
}

function isHealthy(instance: Instance): boolean {
  return instance.components.every(({ state }) => state === 'ready');
}

/** What runs, once no component is on its way up: one that is just being started again is no reason to start all. */
async function settled(paths: Paths): Promise<Instance | undefined> {
  const found = await waitFor(async () => {
    const instance = await probe(paths);
    return instance?.components.some(({ state }) => state === 'starting') ? undefined : { instance };
  }, SETTLE_MS);
  return found?.instance;
}

function requireSameSettings(running: Instance, { port, account }: UpOptions): void {
  for (const [name, wanted, actual] of [
    ['port', port, running.port],
    ['account', account, running.account],
  ] as const) {
    if (wanted !== undefined && wanted !== actual) {
      throw new LocalCloudError(`the local cloud runs with ${name} ${actual}, not ${wanted}; take it down first`);
    }
  }
}

function takeUpLock({ paths, progress, signal }: UpOptions): Promise<FileLock> {
  const onWait = ({ pid }: { pid: number }) => progress(`another 'up' is under way (process ${pid}); waiting for it`);
  return FileLock.waitFor(paths.upLock, onWait, signal);
}

/**
 * Ends what is left of an instance that does not answer. Its children end by themselves when their parent is gone; they
 * are waited for, because they hold the state files.
 */
export async function clearAway(paths: Paths, progress: (line: string) => void): Promise<void> {
  const left = readInstance(paths);
  if (left === undefined) return;
  if (isAlive(left)) {
    progress(`the local cloud of process ${left.pid} is not healthy; starting it anew on its state`);
    await endProcess(left, 10_000);
  } else {
    progress('the last local cloud ended without being taken down; going on from its state');
  }
  for (const { pid, startTime } of left.components) {
    if (pid === undefined || startTime === undefined) continue;
    const child = { pid, startTime };
    const gone = await waitFor(() => (isAlive(child) ? undefined : true), 2_000);
    if (!gone) await endProcess(child, 2_000);
  }
  removeInstance(paths);
}

async function start(options: UpOptions): Promise<Instance> {
  const { paths, progress, signal } = options;
  progress('starting moto, ministack and the gateway');
  mkdirSync(paths.logs, { recursive: true });
  const logPath = join(paths.logs, 'daemon.log');
  const log = openSync(logPath, 'a');
  const child = spawn(process.execPath, [...nodeArguments(), JSON.stringify(daemonArguments(options))], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: paths.application,
  });
  closeSync(log);
  let exited = false;
  child.once('exit', () => (exited = true));
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  const instance = await waitFor(
    async () => (exited || signal?.aborted ? false : ((await probe(paths)) ?? undefined)),
    START_MS,
  );
  if (instance) {
    child.unref();
    return instance;
  }
  if (identity !== undefined) await endProcess(identity, 10_000);
  signal?.throwIfAborted();
  const why = exited ? 'ended while it started' : `was not healthy within ${START_MS / 1000} s`;
  throw new LocalCloudError(`the local cloud ${why}: ${lastLine(logPath)}\n  logs: ${paths.logs}`);
}

/** The daemon is this program's sibling, in TypeScript when we run from the sources. */
function nodeArguments(): string[] {
  const compiled = join(__dirname, 'daemon-main.js');
  if (existsSync(compiled)) return [compiled];
  return ['--conditions=@active-active/source', '--import', 'tsx', join(__dirname, 'daemon-main.ts')];
}

function lastLine(path: string): string {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.at(-1)?.replace(/^\d{4}-\S+ /, '') ?? 'it said nothing';
}
