import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCloudError, messageOf } from '../errors';
import { AdminApi } from '../gateway/admin';
import { CallLog } from '../gateway/call-log';
import { FaultStore } from '../gateway/faults';
import { Gateway } from '../gateway/gateway';
import type { OverlayHost, ServiceOverlay } from '../gateway/overlay';
import { serviceOverlays } from '../gateway/services';
import { stsSessions } from '../gateway/services/sts-sessions';
import { StateStore } from '../gateway/state-store';
import { Upstreams } from '../gateway/upstreams';
import { type Paths, pythonOf } from '../paths';
import { childEnvironment } from '../setup/child-environment';
import { Component, type ComponentSpec } from './component';
import { ministackSpec, motoSpec } from './emulators';
import { FileLock } from './file-lock';
import { listenAt, type PortChoice } from './gateway-port';
import { type Instance, removeInstance, writeInstance, writeSettings } from './instance';
import { ownIdentity } from './process-identity';

export interface DaemonProps extends PortChoice {
  readonly paths: Paths;
  readonly account: string;
}

/** The one process that everything of the local cloud belongs to. */
export class Daemon {
  private readonly components = new Map<string, Component>();
  private readonly identity = ownIdentity();
  private readonly startedAt = new Date().toISOString();
  private readonly state: StateStore;
  private readonly faults: FaultStore;
  private readonly overlays: readonly ServiceOverlay[];
  private readonly gateway: Gateway;
  private readonly calls: CallLog;
  private readonly upstreams: Upstreams;
  private port = 0;
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly props: DaemonProps,
    private readonly lock: FileLock,
  ) {
    const { paths, account, log } = props;
    for (const directory of [paths.logs, paths.data]) mkdirSync(directory, { recursive: true });
    // What a killed predecessor has left there belongs to nobody.
    rmSync(paths.temporary, { recursive: true, force: true });
    mkdirSync(paths.temporary, { recursive: true });
    this.state = new StateStore(join(paths.data, 'gateway'));
    this.faults = new FaultStore(paths.faults);
    this.calls = new CallLog(paths.callLog);
    const sessions = stsSessions();
    this.overlays = serviceOverlays(sessions);
    const moto = this.add(motoSpec(paths));
    const ministack = this.add(ministackSpec(paths, account));
    this.upstreams = Upstreams.of({ moto, ministack });
    const admin = new AdminApi({ faults: this.faults, overlays: this.overlays, status: () => this.describe() });
    this.gateway = new Gateway({
      account,
      overlays: this.overlays,
      upstreams: this.upstreams,
      state: this.state,
      faults: this.faults,
      calls: this.calls,
      admin,
      accountOfKey: sessions.accountOf,
      log,
    });
  }

  /**
   * Starts everything and resolves once it serves.
   *
   * @throws LocalCloudError when another instance runs, or a component does not start
   */
  static async start(props: DaemonProps): Promise<Daemon> {
    const lock = FileLock.take(props.paths.daemonLock);
    if (!(lock instanceof FileLock)) {
      throw new LocalCloudError(`another local cloud runs on this state (process ${lock.pid})`);
    }
    const daemon = new Daemon(props, lock);
    try {
      await daemon.run();
      return daemon;
    } catch (error) {
      await daemon.stop();
      throw error;
    }
  }

  describe(): Instance {
    return {
      ...this.identity,
      endpoint: `http://127.0.0.1:${this.port}`,
      port: this.port,
      account: this.props.account,
      startedAt: this.startedAt,
      stateDirectory: this.props.paths.state,
      components: [...this.components.values()].map((component) => component.status()),
    };
  }

  /** Stops everything, in the order that loses nothing: first who asks, then who answers. */
  stop(): Promise<void> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private async run(): Promise<void> {
    const components = [...this.components.values()];
    for (const component of components) component.start();
    await Promise.all(components.map((component) => component.whenReady()));
    for (const overlay of this.overlays) await overlay.start?.(this.hostFor());
    this.port = await listenAt(this.props, (port) => this.gateway.listen(port));
    writeSettings(this.props.paths, { port: this.port, account: this.props.account });
    writeInstance(this.props.paths, this.describe());
    for (const overlay of this.overlays) overlay.serving?.(`http://127.0.0.1:${this.port}`);
    this.props.log(`serving at http://127.0.0.1:${this.port}`);
  }

  private hostFor(): OverlayHost {
    const { paths, account, log } = this.props;
    return {
      account,
      faults: this.faults,
      state: (scope) => this.state.view(scope),
      regionsOf: (owner, service) => this.state.regionsOf(owner, service),
      now: () => new Date(),
      call: (request, upstream) => this.upstreams.call(request, upstream),
      dataDirectory: (name) => {
        const directory = join(paths.data, name);
        mkdirSync(directory, { recursive: true });
        return directory;
      },
      python: pythonOf(paths),
      childEnvironment: (extra) => childEnvironment(paths, extra),
      ensureComponent: (spec) => this.ensure(spec),
      stopComponent: async (name) => {
        const component = this.components.get(name);
        this.components.delete(name);
        await component?.stop();
      },
      log,
    };
  }

  private ensure(spec: ComponentSpec): Promise<number> {
    const known = this.components.get(spec.name);
    if (known !== undefined) return known.whenReady();
    if (this.stopping !== undefined) return Promise.reject(new Error('the local cloud is stopping'));
    const component = this.add(spec);
    component.start();
    return component.whenReady();
  }

  private add(spec: ComponentSpec): Component {
    const component = new Component(spec, this.props.paths.logs, () => {
      if (this.port !== 0 && this.stopping === undefined) writeInstance(this.props.paths, this.describe());
    });
    this.components.set(spec.name, component);
    return component;
  }

  private async shutDown(): Promise<void> {
    const { paths, log } = this.props;
    const attempt = async (what: string, step: () => Promise<unknown> | undefined) => {
      try {
        await step();
      } catch (error) {
        log(`while stopping ${what}: ${messageOf(error)}`);
      }
    };
    await attempt('the gateway', () => (this.port === 0 ? undefined : this.gateway.close()));
    for (const overlay of this.overlays) await attempt(overlay.service, () => overlay.stop?.());
    await Promise.all(
      [...this.components.values()].map((component) => attempt(component.spec.name, () => component.stop())),
    );
    this.upstreams.close();
    await this.calls.close();
    // A fault is part of an experiment; the next instance starts sound.
    rmSync(paths.faults, { force: true });
    rmSync(paths.temporary, { recursive: true, force: true });
    removeInstance(paths);
    this.lock.release();
    log('stopped');
  }
}
