import type { AwsRequest } from '../../../aws-request';
import type { ResolvedTarget, TargetSpec } from '../model';
import { type Candidate, ask } from './candidate';
import { globalTables } from './global-tables';
import { replicationGroups } from './replication-groups';
import { roles } from './roles';
import { subnets } from './subnets';
import { tasks } from './tasks';

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
  const candidates = (await candidatesOf(request, spec)).filter((candidate) => isMeant(candidate, spec));
  const found = candidates.filter(({ description }) => passes(description, spec.filters ?? []));
  return selected(found, spec.selectionMode).map(({ tags: _tags, description: _description, ...target }) => ({
    targetName,
    resourceType: spec.resourceType,
    ...target,
  }));
}

function candidatesOf(request: AwsRequest, spec: TargetSpec): Promise<Candidate[]> {
  const { parameters = {}, resourceArns } = spec;
  switch (spec.resourceType) {
    case 'aws:ec2:subnet':
      return subnets(request, parameters);
    case 'aws:dynamodb:global-table':
      return globalTables(request);
    case 'aws:ecs:task':
      return tasks(request, parameters);
    case 'aws:elasticache:replicationgroup':
      return replicationGroups(request, parameters);
    case 'aws:iam:role':
      return roles(request, resourceArns ?? []);
    default:
      if (resourceArns === undefined) return tagged(request, spec);
      return Promise.resolve(resourceArns.map((arn) => ({ arn, tags: {}, description: {} })));
  }
}

function isMeant({ arn, tags }: Candidate, { resourceArns, resourceTags }: TargetSpec): boolean {
  if (resourceArns !== undefined) return resourceArns.includes(arn);
  return Object.entries(resourceTags ?? {}).every(([key, value]) => tags[key] === value);
}

async function tagged(request: AwsRequest, { resourceType, resourceTags = {} }: TargetSpec): Promise<Candidate[]> {
  const TagFilters = Object.entries(resourceTags).map(([Key, value]) => ({ Key, Values: [value] }));
  const input = { TagFilters, ResourceTypeFilters: [resourceType.replace(/^aws:/, '')] };
  const { ResourceTagMappingList: list = [] } = await ask<{
    ResourceTagMappingList?: { readonly ResourceARN: string }[];
  }>(request, 'tagging', 'ResourceGroupsTaggingAPI_20170126.GetResources', input);
  return list.map(({ ResourceARN }) => ({ arn: ResourceARN, tags: resourceTags, description: {} }));
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
