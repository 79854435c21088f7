import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../errors';
import { asJsonAction, isSuccess, responseJson } from '../../aws-request';
import type { OverlayHost } from '../../overlay';
import { ownCall } from '../../own-call';
import type { StateDocument } from '../../state-store';
import { type ImageCommand, repositoryOf } from './image-command';
import { ServiceProcess, type ServiceTask } from './service-process';
import { forcedDeploymentsOf, servicesOf } from './services';

/** Where a service answers that runs on this machine. */
export interface ServiceEndpoint {
  readonly region: string;
  readonly service: string;
  /** Of its load balancer's stand-in: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly taskDefinition: string;
}

interface TaskDefinition {
  readonly containerDefinitions?: readonly {
    readonly image: string;
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
  }[];
}

const RETRY_MS = 1_000;
const SLOWEST_RETRY_MS = 60_000;

/**
 * Keeps one process running for each service of the account whose image has a command, with the environment of the
 * service's task definition. One and not as many as the service wants: they would all be this machine.
 */
export class TaskPlane {
  private readonly processes = new Map<string, ServiceProcess>();
  private wanted: readonly ServiceTask[] = [];
  private endpoint: string | undefined;
  private planned: Promise<void> = Promise.resolve();
  private ending: Promise<unknown> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;
  private readonly host: OverlayHost;
  private readonly unsubscribe: () => void;

  constructor(host: OverlayHost) {
    this.host = { ...host, stopComponent: (name) => this.stopComponent(host, name) };
    this.unsubscribe = host.faults.onChange(() => this.processes.forEach((process) => process.follow()));
  }

  /** The gateway answers from now on. */
  serve(endpoint: string): void {
    this.endpoint = endpoint;
    this.changed();
  }

  /** A service has changed: what runs follows. */
  changed(): void {
    this.reconcile().catch((error: unknown) => this.host.log(`ecs: ${messageOf(error)}`));
  }

  /** @param image - `undefined`: containers of the repository run no more */
  async runImage(repository: string, image: ImageCommand | undefined): Promise<void> {
    this.images().update((draft) => {
      if (image === undefined) delete draft[repository];
      else draft[repository] = image;
    });
    await this.reconcile();
  }

  /** What has been asked for until now; a process that is being started or replaced is not waited for. */
  async endpoints(): Promise<readonly ServiceEndpoint[]> {
    await this.planned.catch(() => undefined);
    return this.wanted.map(({ region, service, taskDefinition }) => ({
      region,
      service,
      url: this.processes.get(keyOf(region, service))?.url ?? '',
      taskDefinition,
    }));
  }

  /** Closes the ports; the supervisor ends the processes. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.unsubscribe();
    clearTimeout(this.retry);
    // What is being started may take long; the supervisor ends it.
    await Promise.race([this.planned.catch(() => undefined), sleep(1_000)]);
    await Promise.all([...[...this.processes.values()].map((process) => process.close()), this.ending]);
  }

  private images(): StateDocument<Record<string, ImageCommand>> {
    return this.host
      .state({ service: 'ecs', account: this.host.account, region: 'global' })
      .document<Record<string, ImageCommand>>('images', {});
  }

  /** The supervisor lets go of a process that it is told to end, so we wait for it before everything stops. */
  private stopComponent(host: OverlayHost, name: string): Promise<void> {
    if (this.stopped) return Promise.resolve();
    const stopped = host.stopComponent(name);
    this.ending = Promise.allSettled([this.ending, stopped]);
    return stopped;
  }

  /** Plans are made one at a time, in order; what they want is brought about beside the next, and until it succeeds. */
  private async reconcile(): Promise<void> {
    clearTimeout(this.retry);
    const planned = this.planned.catch(() => undefined).then(() => this.plan());
    this.planned = planned;
    try {
      await planned;
      await this.runAll();
      this.failures = 0;
    } catch (error) {
      clearTimeout(this.retry);
      const delay = Math.min(RETRY_MS * 2 ** this.failures, SLOWEST_RETRY_MS);
      this.failures += 1;
      if (!this.stopped) this.retry = setTimeout(() => this.changed(), delay).unref();
      throw error;
    }
  }

  private async plan(): Promise<void> {
    if (this.endpoint === undefined) return;
    const wanted = await this.wantedTasks();
    if (this.stopped) return;
    const keys = new Set(wanted.map(({ region, service }) => keyOf(region, service)));
    for (const [key, process] of this.processes) {
      if (keys.has(key)) continue;
      this.processes.delete(key);
      void process.end();
    }
    // All ports first: a process may ask for its neighbours' as soon as it runs.
    for (const task of wanted) await this.open(task);
    this.wanted = wanted;
  }

  private async runAll(): Promise<void> {
    const { endpoint } = this;
    if (this.stopped || endpoint === undefined) return;
    await Promise.all([
      ...this.wanted.map((task) => this.processes.get(keyOf(task.region, task.service))?.run(task, endpoint)),
      this.ending,
    ]);
  }

  private async open({ region, service }: ServiceTask): Promise<void> {
    const key = keyOf(region, service);
    if (this.processes.has(key)) return;
    const process = new ServiceProcess(this.host, region, service);
    const ports = this.host
      .state({ service: 'ecs', account: this.host.account, region })
      .document<Record<string, number>>('ports', {});
    const port = await process.listen(ports.read()[service]);
    ports.update((draft) => void (draft[service] = port));
    this.processes.set(key, process);
  }

  private async wantedTasks(): Promise<ServiceTask[]> {
    const images = this.images().read();
    if (Object.keys(images).length === 0) return [];
    const { account } = this.host;
    const tasks: ServiceTask[] = [];
    for (const region of this.host.regionsOf(account, 'ecs').filter((each) => each !== 'global')) {
      const state = this.host.state({ service: 'ecs', account, region });
      const forced = forcedDeploymentsOf(state).read();
      for (const arn of Object.keys(servicesOf(state).read())) {
        const task = await this.taskOf(region, arn, images);
        if (task !== undefined) tasks.push({ ...task, forcedDeployments: forced[arn] ?? 0 });
      }
    }
    return tasks;
  }

  /** `undefined` for a service that wants no task, or whose images have no command here. */
  private async taskOf(
    region: string,
    serviceArn: string,
    images: Readonly<Record<string, ImageCommand>>,
  ): Promise<Omit<ServiceTask, 'forcedDeployments'> | undefined> {
    const [, cluster = '', service = ''] = serviceArn.split('/');
    const { services = [] } = await this.describe<{
      services?: readonly { readonly taskDefinition: string; readonly desiredCount: number }[];
    }>(region, 'DescribeServices', { cluster, services: [service] });
    const [found] = services;
    if (found === undefined || found.desiredCount === 0) return undefined;
    const { taskDefinition } = await this.describe<{ taskDefinition?: TaskDefinition }>(
      region,
      'DescribeTaskDefinition',
      { taskDefinition: found.taskDefinition },
    );
    for (const { image, environment = [] } of taskDefinition?.containerDefinitions ?? []) {
      const command = images[repositoryOf(image)];
      if (command === undefined) continue;
      const variables = Object.fromEntries(environment.map(({ name, value }) => [name, value]));
      return { region, service, taskDefinition: found.taskDefinition, environment: variables, image: command };
    }
    return undefined;
  }

  private async describe<T extends object>(region: string, action: string, input: object): Promise<T> {
    const call = ownCall({ service: 'ecs', account: this.host.account, region }, 'json');
    const headers = { ...call.headers, 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.' };
    const response = await this.host.call(asJsonAction({ ...call, headers }, action, input), 'moto');
    if (!isSuccess(response)) throw new Error(`${action} in ${region} answered ${response.status}`);
    return responseJson<T>(response);
  }
}

function keyOf(region: string, service: string): string {
  return `${region}/${service}`;
}
