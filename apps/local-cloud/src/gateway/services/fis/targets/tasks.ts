import type { AwsRequest } from '../../../aws-request';
import { type Candidate, ask, isNamed } from './candidate';
import { subnets } from './subnets';

interface Wanted {
  /** Name or ARN. */
  readonly cluster?: string;
  readonly service?: string;
}

type TagList = readonly { readonly key: string; readonly value: string }[];

interface Task {
  readonly taskArn: string;
  /** 'service:<name>' */
  readonly group?: string;
  readonly tags?: TagList;
}

interface Service {
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly runningCount: number;
  readonly tags?: TagList;
  readonly networkConfiguration?: { readonly awsvpcConfiguration?: { readonly subnets?: readonly string[] } };
}

/**
 * The tasks that were run, and for each service that says it runs more than those, tasks that stand for the rest: no
 * service starts one here. They are spread over the zones of the service's subnets, and have its tags, as on AWS.
 */
export async function tasks(request: AwsRequest, { cluster, service }: Wanted): Promise<Candidate[]> {
  const { clusterArns = [] } = await ecs<{ clusterArns?: string[] }>(request, 'ListClusters', {});
  const wanted = clusterArns.filter((arn) => isNamed(arn, cluster));
  const zones = wanted.length === 0 ? new Map<string, string>() : await zonesBySubnet(request);
  const found = await Promise.all(
    wanted.map(async (arn) => {
      const real = (await realTasks(request, arn)).filter(
        ({ group }) => service === undefined || isNamed(`/${group?.replace(/^service:/, '')}`, nameOf(service)),
      );
      const services = await servicesOf(request, arn, service);
      return [
        ...real.map((task) => ({ arn: task.taskArn, tags: tagsOf(task.tags), description: task, isRealTask: true })),
        ...services.flatMap((one) => standIns(one, real, zones)),
      ];
    }),
  );
  return found.flat();
}

function standIns(service: Service, real: readonly Task[], zones: ReadonlyMap<string, string>): Candidate[] {
  const { clusterArn, serviceName, runningCount, tags, networkConfiguration } = service;
  const known = real.filter(({ group }) => group === `service:${serviceName}`).length;
  const ofService = networkConfiguration?.awsvpcConfiguration?.subnets?.flatMap((id) => zones.get(id) ?? []) ?? [];
  const spread = [...new Set(ofService)].sort();
  return Array.from({ length: Math.max(0, runningCount - known) }, (_, index) => ({
    arn: `${clusterArn.replace(':cluster/', ':task/')}/${serviceName}-${index + 1}`,
    tags: tagsOf(tags),
    description: { ...service, availabilityZone: spread[index % spread.length] },
  }));
}

async function zonesBySubnet(request: AwsRequest): Promise<ReadonlyMap<string, string>> {
  const all = await subnets(request, {});
  return new Map(all.map(({ arn, zone = '' }) => [arn.slice(arn.lastIndexOf('/') + 1), zone]));
}

async function realTasks(request: AwsRequest, cluster: string): Promise<readonly Task[]> {
  const { taskArns = [] } = await ecs<{ taskArns?: string[] }>(request, 'ListTasks', {
    cluster,
    desiredStatus: 'RUNNING',
  });
  if (taskArns.length === 0) return [];
  const input = { cluster, tasks: taskArns, include: ['TAGS'] };
  return (await ecs<{ tasks?: Task[] }>(request, 'DescribeTasks', input)).tasks ?? [];
}

async function servicesOf(request: AwsRequest, cluster: string, service: string | undefined): Promise<Service[]> {
  const { serviceArns = [] } = await ecs<{ serviceArns?: string[] }>(request, 'ListServices', { cluster });
  const services = serviceArns.filter((arn) => isNamed(arn, service));
  if (services.length === 0) return [];
  const input = { cluster, services, include: ['TAGS'] };
  return (await ecs<{ services?: Service[] }>(request, 'DescribeServices', input)).services ?? [];
}

function ecs<T extends object>(request: AwsRequest, action: string, input: object): Promise<Partial<T>> {
  return ask<T>(request, 'ecs', `AmazonEC2ContainerServiceV20141113.${action}`, input);
}

function tagsOf(list: TagList = []): Record<string, string> {
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

function nameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
