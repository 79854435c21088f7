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
  /** Variables of the task definition's container. */
  readonly environment: Readonly<Record<string, string>>;
  readonly image: ImageCommand;
}

/**
 * The process of one service and the port before it, which stands for the load balancer: it stays the same when the
 * process is replaced, and a dark region closes it.
 */
export class ServiceProcess {
  private readonly front = new Relay(() => this.port);
  private readonly name: string;
  private port: number | undefined;
  private running: string | undefined;

  constructor(
    private readonly host: OverlayHost,
    private readonly region: string,
    service: string,
  ) {
    this.name = `ecs-${region}-${service}`;
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
  async run(task: ServiceTask, endpoint: string, account: string): Promise<void> {
    const wanted = JSON.stringify([task, endpoint]);
    if (this.running === wanted) return;
    await this.end();
    const port = await freePort();
    const { command, args, environment } = task.image;
    await this.host.ensureComponent({
      name: this.name,
      command: this.host.python,
      // It knows nothing of its supervisor, and must end with it.
      args: ['-m', 'local_cloud.supervised', command, ...args],
      env: this.host.childEnvironment({
        ...task.environment,
        // What Fargate would set, and the credentials that a task's role would give.
        AWS_REGION: task.region,
        AWS_ACCESS_KEY_ID: account,
        AWS_ENDPOINT_URL: endpoint,
        LOCAL_CLOUD_URL: endpoint,
        ...environment,
        PORT: String(port),
      }),
      readiness: { kind: 'tcp', port },
      readyTimeoutMs: 30_000,
    });
    this.port = port;
    this.running = wanted;
  }

  /** Closes or opens the port as the region's fault says. */
  follow(): void {
    const fault: RegionFaultMode | undefined = this.host.faults.region(this.region);
    // A relay of bytes has no status 503: a region that answers errors refuses here.
    this.front.setMode(fault === undefined ? 'open' : fault === 'hang' ? 'frozen' : 'cut');
  }

  /** Ends the process and keeps the port. */
  async end(): Promise<void> {
    this.port = undefined;
    this.running = undefined;
    await this.host.stopComponent(this.name);
  }

  async close(): Promise<void> {
    await this.front.close();
  }
}
