import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCloudError } from '../errors';
import type { Paths } from '../paths';
import { emulatorEnvironment } from '../setup/emulators';
import { ensureVirtualEnvironment } from '../setup/virtual-environment';
import { waitFor } from '../waiting';
import { type CommandOptions, underCommandLock } from './command-lock';
import type { DaemonArguments } from './daemon-main';
import {
  daemonOf,
  DEFAULT_ACCOUNT,
  type Instance,
  probe,
  readInstance,
  readSettings,
  removeInstance,
  startingDaemonOf,
} from './instance';
import { endProcess, identityOf, isAlive } from './process-identity';

/** What has been started is stopped again when the signal is aborted. */
export interface UpOptions extends CommandOptions {
  readonly port?: number;
  readonly account?: string;
}

export interface UpResult {
  readonly instance: Instance;
  /** Whether it ran already. */
  readonly wasRunning: boolean;
}

const START_MS = 90_000;
const SETTLE_MS = 30_000;
/** The daemon stops its own children in order first; only then is it killed. */
const GRACE_MS = 20_000;

/**
 * Sees to it that the local cloud runs. One that runs and is healthy is left as it is; one that has died, in whole or in
 * part, is cleared away and started on the state it has left.
 *
 * @throws LocalCloudError
 */
export function up(options: UpOptions): Promise<UpResult> {
  return underCommandLock('up', options, async () => {
    await startedByAnother(options);
    const running = await settled(options.paths);
    if (running !== undefined && isHealthy(running)) {
      requireSameSettings(running, options);
      return { instance: running, wasRunning: true };
    }
    await ensureVirtualEnvironment(emulatorEnvironment(options.paths), options.progress, options.signal);
    await clearAway(options.paths, options.progress);
    return { instance: await start(options), wasRunning: false };
  });
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

/** Waits while a daemon starts that a killed `up` has left. One that does not come to serve is then cleared away. */
export async function startedByAnother(
  { paths, progress, signal }: CommandOptions,
  withinMs = START_MS,
): Promise<void> {
  const daemon = startingDaemonOf(paths);
  if (daemon === undefined) return;
  progress(`the local cloud is starting already (process ${daemon.pid}); waiting for it`);
  const isOver = () => startingDaemonOf(paths) === undefined || signal?.aborted === true;
  await waitFor(() => isOver() || undefined, withinMs);
  signal?.throwIfAborted();
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

/**
 * Ends what is left of the local cloud. Its children end by themselves when their parent is gone; they are waited for,
 * because they hold the state files.
 */
export async function clearAway(paths: Paths, progress: (line: string) => void): Promise<void> {
  const [daemon, described] = [daemonOf(paths), readInstance(paths)];
  if (daemon !== undefined) {
    progress(`the local cloud of process ${daemon.pid} is not healthy; starting it anew on its state`);
    await endProcess(daemon, GRACE_MS);
  } else if (described !== undefined) {
    progress('the last local cloud ended without being taken down; going on from its state');
  }
  for (const { pid, startTime } of described?.components ?? []) {
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

/** What the log of a daemon that has failed says of it. */
export function lastLine(path: string): string {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.replace(/^\d{4}-\S+ /, '') ?? 'it said nothing';
}
