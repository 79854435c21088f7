import type { ComponentSpec } from '../../../supervisor/component';
import type { RegionFaultMode } from '../../faults';
import type { OverlayHost } from '../../overlay';
import { freePort } from '../../../free-port';
import { Relay } from '../../relay/relay';
import type { ImageCommand } from './image-command';

/** What one service is to run. */
export interface ServiceTask {
  readonly region: string;
  readonly service: string;
  readonly taskDefinition: string;
  /** Another number is another deployment of the same. */
  readonly forcedDeployments: number;
  /** Variables of the task definition's container. */
  readonly environment: Readonly<Record<string, string>>;
  readonly image: ImageCommand;
}

/** A process of a service. */
interface Generation {
  /** What it was started for. */
  readonly wanted: string;
  readonly spec: ComponentSpec;
  readonly port: number;
}

/**
 * The process of one service and the port before it, which stands for the load balancer: it stays the same when the
 * process is replaced, and a dark region closes it.
 */
export class ServiceProcess {
  private readonly front = new Relay(() => this.serving?.port);
  /** One process answers while its successor starts under the other name. No service of AWS has a dot in its name. */
  private readonly names: readonly [string, string];
  private serving: Generation | undefined;
  private newest: { readonly wanted: string; readonly done: Promise<void> } | undefined;
  private ended = false;

  constructor(
    private readonly host: OverlayHost,
    private readonly region: string,
    service: string,
  ) {
    const name = `ecs-${region}-${service}`;
    this.names = [name, `${name}.2`];
  }

  /** @param preferred - port of former times; another one if it is taken */
  async listen(preferred: number | undefined): Promise<number> {
    this.follow();
    return this.front.port === 0 ? this.front.listen(preferred) : this.front.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.front.port}`;
  }

  /** Runs the task, and resolves once it accepts connections. What runs already is left alone. */
  run(task: ServiceTask, endpoint: string): Promise<void> {
    const wanted = JSON.stringify([task, endpoint]);
    const { newest } = this;
    if (newest?.wanted === wanted) return newest.done;
    const done: Promise<void> = (newest?.done ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.bringAbout(wanted, (name, port) => this.specOf(task, endpoint, name, port)))
      .finally(() => {
        if (this.newest?.done === done) this.newest = undefined;
      });
    this.newest = { wanted, done };
    return done;
  }

  /** Closes or opens the port as the region's fault says. */
  follow(): void {
    const fault: RegionFaultMode | undefined = this.host.faults.region(this.region);
    // A relay of bytes has no status 503: a region that answers errors refuses here.
    this.front.setMode(fault === undefined ? 'open' : fault === 'hang' ? 'frozen' : 'cut');
  }

  /** Ends what runs, for good. */
  async end(): Promise<void> {
    this.ended = true;
    await Promise.all([this.close(), ...this.names.map((name) => this.host.stopComponent(name))]);
  }

  async close(): Promise<void> {
    await this.front.close();
  }

  /** As AWS does with a minimum of 100 percent: who answers goes on until the successor does. */
  private async bringAbout(wanted: string, specOf: (name: string, port: number) => ComponentSpec): Promise<void> {
    const former = this.serving;
    const [first, second] = this.names;
    const name = former?.spec.name === first ? second : first;
    // An attempt that failed is still there, for 'status' to show.
    await this.host.stopComponent(name);
    if (former?.wanted === wanted && (await this.isReady(former))) return;
    const port = await freePort();
    const spec = specOf(name, port);
    await this.ensure(spec);
    this.serving = { wanted, spec, port };
    if (former !== undefined) await this.host.stopComponent(former.spec.name);
  }

  /** Not one that has died too often. */
  private isReady({ spec }: Generation): Promise<boolean> {
    return this.ensure(spec).then(
      () => true,
      () => false,
    );
  }

  private async ensure(spec: ComponentSpec): Promise<void> {
    if (this.ended) throw new Error(`${spec.name} is wanted no more`);
    await this.host.ensureComponent(spec);
  }

  private specOf(task: ServiceTask, endpoint: string, name: string, port: number): ComponentSpec {
    const { command, args, environment } = task.image;
    return {
      name,
      command: this.host.python,
      // It knows nothing of its supervisor, and must end with it.
      args: ['-m', 'local_cloud.supervised', command, ...args],
      env: this.host.childEnvironment({
        ...task.environment,
        // What Fargate would set, and the credentials that a task's role would give.
        AWS_REGION: task.region,
        AWS_ACCESS_KEY_ID: this.host.account,
        AWS_ENDPOINT_URL: endpoint,
        LOCAL_CLOUD_URL: endpoint,
        ...environment,
        PORT: String(port),
      }),
      readiness: { kind: 'tcp', port },
      readyTimeoutMs: 30_000,
    };
  }
}
