import { type AwsRequest, isSuccess, responseJson } from '../../aws-request';
import { formSelfCall, jsonSelfCall } from '../../self-call';
import type { Tags } from '../../tags';
import { type XmlNode, childOf, parseXml, textOf } from '../../xml';
import { elementsOf } from '../../xml-tree';
import type { ResolvedTarget, TargetSpec } from './model';

/** A resource that may be meant, as its service describes it. */
interface Candidate {
  readonly arn: string;
  readonly tags: Tags;
  readonly description: object;
  readonly peers?: readonly string[];
}

/**
 * What a target of an experiment stands for at this moment.
 *
 * @param request - StartExperiment: its account and region are the experiment's
 */
export async function resolveTarget(
  request: AwsRequest,
  targetName: string,
  spec: TargetSpec,
): Promise<ResolvedTarget[]> {
  const candidates = await candidatesOf(request, spec);
  const found = candidates.filter(({ description }) => passes(description, spec.filters ?? []));
  return selected(found, spec.selectionMode).map(({ arn, peers }) => ({
    targetName,
    resourceType: spec.resourceType,
    arn,
    ...(peers === undefined ? {} : { peers }),
  }));
}

async function candidatesOf(request: AwsRequest, spec: TargetSpec): Promise<Candidate[]> {
  switch (spec.resourceType) {
    case 'aws:ec2:subnet':
      return (await subnets(request, spec)).filter((candidate) => isMeant(candidate, spec));
    case 'aws:dynamodb:global-table':
      return (await globalTables(request)).filter((candidate) => isMeant(candidate, spec));
    case 'aws:ecs:task':
      return (await tasks(request, spec)).filter((candidate) => isMeant(candidate, spec));
    default:
      if (spec.resourceArns !== undefined) return spec.resourceArns.map((arn) => ({ arn, tags: {}, description: {} }));
      return tagged(request, spec);
  }
}

function isMeant({ arn, tags }: Candidate, { resourceArns, resourceTags }: TargetSpec): boolean {
  if (resourceArns !== undefined) return resourceArns.includes(arn);
  return Object.entries(resourceTags ?? {}).every(([key, value]) => tags[key] === value);
}

async function subnets(request: AwsRequest, { parameters = {} }: TargetSpec): Promise<Candidate[]> {
  const response = await formSelfCall(request, 'ec2', { Action: 'DescribeSubnets', Version: '2016-11-15' });
  if (!isSuccess(response)) return [];
  const items = childOf(parseXml(response.body.toString()), 'subnetSet')?.children ?? [];
  const { vpc, availabilityZoneIdentifier: zone } = parameters;
  const wanted = items.filter(
    (item) =>
      (vpc === undefined || textOf(item, 'vpcId') === vpc) &&
      (zone === undefined || [textOf(item, 'availabilityZone'), textOf(item, 'availabilityZoneId')].includes(zone)),
  );
  return wanted.map((item) => ({
    arn:
      textOf(item, 'subnetArn') ??
      `arn:aws:ec2:${request.region}:${request.account}:subnet/${textOf(item, 'subnetId') ?? ''}`,
    tags: tagsOf(childOf(item, 'tagSet')),
    description: elementsOf(item),
  }));
}

function tagsOf(set: XmlNode | undefined): Tags {
  return Object.fromEntries(set?.children.map((tag) => [textOf(tag, 'key') ?? '', textOf(tag, 'value') ?? '']) ?? []);
}

interface Table {
  readonly TableArn: string;
  readonly Replicas?: readonly { readonly RegionName: string }[];
}

/** A table without other replicas is no global table. */
async function globalTables(request: AwsRequest): Promise<Candidate[]> {
  const { TableNames = [] } = await ask<{ TableNames?: string[] }>(
    request,
    'dynamodb',
    'DynamoDB_20120810.ListTables',
    {},
  );
  const found = await Promise.all(
    TableNames.map(async (TableName): Promise<Candidate[]> => {
      const { Table: table } = await ask<{ Table?: Table }>(request, 'dynamodb', 'DynamoDB_20120810.DescribeTable', {
        TableName,
      });
      const peers =
        table?.Replicas?.map(({ RegionName }) => RegionName).filter((region) => region !== request.region) ?? [];
      if (table === undefined || peers.length === 0) return [];
      const ResourceArn = table.TableArn;
      const { Tags: list = [] } = await ask<{ Tags?: TagList }>(
        request,
        'dynamodb',
        'DynamoDB_20120810.ListTagsOfResource',
        { ResourceArn },
      );
      return [
        {
          arn: ResourceArn,
          tags: Object.fromEntries(list.map(({ Key, Value }) => [Key, Value])),
          description: table,
          peers,
        },
      ];
    }),
  );
  return found.flat();
}

type TagList = readonly { readonly Key: string; readonly Value: string }[];

interface EcsService {
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly runningCount: number;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** No task runs here; a service stands for as many as it says that run, with its tags, as tasks get them on AWS. */
async function tasks(request: AwsRequest, { parameters = {} }: TargetSpec): Promise<Candidate[]> {
  const ecs = <T extends object>(action: string, input: object) =>
    ask<T>(request, 'ecs', `AmazonEC2ContainerServiceV20141113.${action}`, input);
  const { clusterArns = [] } = await ecs<{ clusterArns?: string[] }>('ListClusters', {});
  const wanted = clusterArns.filter((arn) => isNamed(arn, parameters['cluster']));
  const found = await Promise.all(
    wanted.map(async (cluster): Promise<Candidate[]> => {
      const { serviceArns = [] } = await ecs<{ serviceArns?: string[] }>('ListServices', { cluster });
      const services = serviceArns.filter((arn) => isNamed(arn, parameters['service']));
      if (services.length === 0) return [];
      const described = await ecs<{ services?: EcsService[] }>('DescribeServices', {
        cluster,
        services,
        include: ['TAGS'],
      });
      return (described.services ?? []).flatMap((service) => tasksOf(service));
    }),
  );
  return found.flat();
}

function tasksOf(service: EcsService): Candidate[] {
  const { clusterArn, serviceName, runningCount, tags = [] } = service;
  const prefix = clusterArn.replace(':cluster/', ':task/');
  const own = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  return Array.from({ length: runningCount }, (_, index) => ({
    arn: `${prefix}/${serviceName}-${index + 1}`,
    tags: own,
    description: service,
  }));
}

/** Whether an ARN is the one that is given, or ends in the name that is given. */
function isNamed(arn: string, given: string | undefined): boolean {
  return given === undefined || arn === given || arn.endsWith(`/${given}`);
}

async function tagged(request: AwsRequest, { resourceType, resourceTags = {} }: TargetSpec): Promise<Candidate[]> {
  const TagFilters = Object.entries(resourceTags).map(([Key, value]) => ({ Key, Values: [value] }));
  const input = { TagFilters, ResourceTypeFilters: [resourceType.replace(/^aws:/, '')] };
  const { ResourceTagMappingList: list = [] } = await ask<{
    ResourceTagMappingList?: { readonly ResourceARN: string }[];
  }>(request, 'tagging', 'ResourceGroupsTaggingAPI_20170126.GetResources', input);
  return list.map(({ ResourceARN }) => ({ arn: ResourceARN, tags: resourceTags, description: {} }));
}

/** A service that does not answer holds nothing that could be a target. */
async function ask<T extends object>(
  request: AwsRequest,
  service: string,
  target: string,
  input: object,
): Promise<Partial<T>> {
  const response = await jsonSelfCall(request, service, target, input);
  return isSuccess(response) ? responseJson<T>(response) : {};
}

function passes(description: object, filters: NonNullable<TargetSpec['filters']>): boolean {
  return filters.every(({ path, values }) => {
    const value = path.split('.').reduce<unknown>(member, description);
    return [value].flat().some((one) => values.includes(String(one)));
  });
}

/** Filters write names with a capital letter; services differ. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function selected<T>(all: readonly T[], mode: string): T[] {
  const [, kind, text] = /^(COUNT|PERCENT)\((\d+)\)$/.exec(mode) ?? [];
  if (kind === undefined) return [...all];
  const count = kind === 'COUNT' ? Number(text) : Math.floor((all.length * Number(text)) / 100);
  const drawn = all.map((item) => ({ item, lot: Math.random() })).sort((a, b) => a.lot - b.lot);
  return drawn.slice(0, count).map(({ item }) => item);
}
