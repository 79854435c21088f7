import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LocalCloudError, messageOf } from '../errors';
import { waitFor } from '../waiting';
import { endProcess, identityOf } from './process-identity';

/** A process that the local cloud consists of. */
export interface ComponentSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * How it says that it serves: by a line `{"ready":true,"port":…}` on its standard output (the runners in python/ bind
   * a free port and announce it), or by accepting connections on a port that was chosen for it.
   *
   * @default { kind: 'announcement' }
   */
  readonly readiness?: { readonly kind: 'announcement' } | { readonly kind: 'tcp'; readonly port: number };
  /** @default 60000 milliseconds */
  readonly readyTimeoutMs?: number;
}

export type ComponentState = 'starting' | 'ready' | 'failed' | 'stopped';

export interface ComponentStatus {
  readonly name: string;
  readonly state: ComponentState;
  readonly pid?: number;
  readonly startTime?: string;
  readonly port?: number;
  readonly restarts: number;
  readonly log: string;
  readonly problem?: string;
}

/** Every component keeps its state on disk, so a restart is safe; one that dies over and over is left for a person. */
const MAX_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const STOP_GRACE_MS = 5_000;
/** With it a runner says that its state was written by another version: starting it again changes nothing. */
const INCOMPATIBLE_STATE = 4;

const NEEDS_PURGE =
  "cannot read its state, which another version wrote: run 'npm run local -- down --purge' and apply again";

/** Starts a process, notices when it dies, starts it again, and stops it. */
export class Component {
  readonly log: string;
  private child: ChildProcess | undefined;
  private state: ComponentState = 'stopped';
  private port: number | undefined;
  private problem: string | undefined;
  private readonly deaths: number[] = [];
  private restarts = 0;

  constructor(
    readonly spec: ComponentSpec,
    logs: string,
    private readonly onChange: () => void = () => undefined,
  ) {
    this.log = join(logs, `${spec.name}.log`);
  }

  start(): void {
    this.set('starting');
    const log = openSync(this.log, 'a');
    writeSync(log, `--- ${new Date().toISOString()} start\n`);
    const child = spawn(this.spec.command, this.spec.args, {
      // A group of its own: Ctrl-C in a terminal reaches the supervisor alone, which then stops us in order.
      detached: true,
      // The child ends when the first pipe closes, however we end (python/local_cloud/parent_watch.py). The second
      // carries an announcement; who makes none writes its log there.
      stdio: ['pipe', this.spec.readiness?.kind === 'tcp' ? log : 'pipe', log],
      env: this.spec.env,
    });
    closeSync(log);
    this.child = child;
    child.stdin?.on('error', () => undefined);
    child.on('error', (error) => this.died(child, `could not be started: ${error.message}`));
    child.on('exit', (code, name) => {
      if (code === INCOMPATIBLE_STATE) this.deaths.push(...Array<number>(MAX_RESTARTS).fill(Date.now()));
      this.died(child, code === INCOMPATIBLE_STATE ? NEEDS_PURGE : `ended with ${name ?? `exit code ${code}`}`);
    });
    this.watchReadiness(child);
  }

  /**
   * Resolves to the port once it serves.
   *
   * @throws LocalCloudError when it has failed for good, or does not serve in time
   */
  async whenReady(timeoutMs = this.spec.readyTimeoutMs ?? 60_000): Promise<number> {
    await waitFor(() => (this.state === 'starting' ? undefined : true), timeoutMs);
    if (this.state === 'ready' && this.port !== undefined) return this.port;
    throw new LocalCloudError(`${this.spec.name} ${this.problem ?? `is ${this.state}`}; see ${this.log}`);
  }

  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    this.set('stopped');
    const identity = child?.pid === undefined ? undefined : identityOf(child.pid);
    if (identity !== undefined) await endProcess(identity, STOP_GRACE_MS);
  }

  status(): ComponentStatus {
    const identity = this.child?.pid === undefined ? undefined : identityOf(this.child.pid);
    return {
      name: this.spec.name,
      state: this.state,
      ...(identity ?? {}),
      ...(this.port === undefined ? {} : { port: this.port }),
      restarts: this.restarts,
      log: this.log,
      ...(this.problem === undefined ? {} : { problem: this.problem }),
    };
  }

  private watchReadiness(child: ChildProcess): void {
    const readiness = this.spec.readiness ?? { kind: 'announcement' };
    if (readiness.kind === 'tcp') {
      const probe = () => (this.child === child ? accepts(readiness.port) : true);
      void waitFor(probe, this.spec.readyTimeoutMs ?? 60_000).then((up) => {
        if (up) this.serves(child, readiness.port);
      });
      return;
    }
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = announcedPort(line);
      if (port !== undefined) this.serves(child, port);
    });
  }

  private serves(child: ChildProcess, port: number): void {
    if (this.child !== child) return;
    this.port = port;
    this.problem = undefined;
    this.set('ready');
  }

  private died(child: ChildProcess, how: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.port = undefined;
    this.problem = how;
    const now = Date.now();
    this.deaths.push(now);
    while ((this.deaths[0] ?? now) < now - RESTART_WINDOW_MS) this.deaths.shift();
    if (this.deaths.length > MAX_RESTARTS) {
      this.set('failed');
      return;
    }
    this.restarts += 1;
    try {
      this.start();
    } catch (error) {
      this.problem = messageOf(error);
      this.set('failed');
    }
  }

  private set(state: ComponentState): void {
    this.state = state;
    this.onChange();
  }
}

function announcedPort(line: string): number | undefined {
  try {
    const said = JSON.parse(line) as { ready?: boolean; port?: number };
    return said.ready === true ? said.port : undefined;
  } catch {
    return undefined;
  }
}

function accepts(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(undefined));
  });
}
