import type { AwsRegion } from './aws-regions';

/** What names are composed of. */
export interface NameParts {
  readonly environment: string;
  readonly workload: string;
  readonly account: string;
  /** The region's key. */
  readonly key: string;
  /** The region's residency group. */
  readonly group: string;
}

/** How one kind of name is composed, and how long AWS lets it be. */
export interface NameRule {
  /** What is named, as it reads in a message. */
  readonly what: string;
  /** Name with `{part}` for each of {@link NameParts}. */
  readonly template: string;
  /** Most characters. */
  readonly limit: number;
}

/**
 * Every composed name. Names that belong to a region carry its key: IAM roles and buckets live in namespaces that span
 * regions, and two replication groups of one name hang a destroy. Bucket names also carry the account, because their
 * namespace spans accounts. Names that have to be equal in every region (table, repository) carry no key.
 */
export const NAME_RULES = {
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
  albName: { what: 'load balancer', template: '{environment}-{workload}-{key}', limit: 32 },
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
  targetGroup: { what: 'target group', template: '{environment}-{workload}-{key}', limit: 32 },
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
  service: { what: 'ECS cluster, service and task family', template: '{environment}-{workload}-{key}', limit: 255 },
  /** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html */
  replicationGroup: { what: 'replication group', template: '{environment}-cache-{key}', limit: 40 },
  /**
   * ElastiCache puts a five-letter prefix of the region and a hyphen before it. No limit is published; that of a
   * replication group is kept.
   */
  globalReplicationGroupSuffix: {
    what: 'global replication group',
    template: '{environment}-cache',
    limit: 34,
  },
  /** Equal in every replica region. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
  table: { what: 'table', template: '{environment}-{workload}-{group}', limit: 255 },
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
  bucketAccessLogs: { what: 'access log bucket', template: '{environment}-alb-logs-{key}-{account}', limit: 63 },
  /** In the region whose key it carries; holds the switches of other regions. */
  bucketEvacuationSwitch: {
    what: 'evacuation switch bucket',
    template: '{environment}-evacuation-{key}-{account}',
    limit: 63,
  },
  stateBucket: { what: 'state bucket', template: '{environment}-tfstate-{key}-{account}', limit: 63 },
  /** Of the stacks that all regions share. No region can have the key 'global'. */
  globalStateBucket: { what: 'global state bucket', template: '{environment}-tfstate-global-{account}', limit: 63 },
  bucketExperimentReports: {
    what: 'experiment report bucket',
    template: '{environment}-fis-reports-{key}-{account}',
    limit: 63,
  },
  bucketCanary: { what: 'canary bucket', template: '{environment}-canary-{key}-{account}', limit: 63 },
  /** Equal in every region, as replication keeps it. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
  repository: { what: 'repository', template: '{environment}/{workload}', limit: 256 },
  /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
  logGroup: { what: 'service log group', template: '/ecs/{environment}/{workload}/{key}', limit: 512 },
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  taskRole: { what: 'task role', template: '{environment}-{workload}-{key}-task', limit: 64 },
  executionRole: { what: 'execution role', template: '{environment}-{workload}-{key}-execution', limit: 64 },
  replicaRole: { what: 'ECR replica role', template: '{environment}-{key}-ecr-replica', limit: 64 },
  experimentRole: { what: 'experiment role', template: '{environment}-{key}-experiment', limit: 64 },
  gameDayRole: { what: 'game day role', template: '{environment}-{key}-game-day', limit: 64 },
  gameDayScheduleRole: { what: 'game day schedule role', template: '{environment}-{key}-game-day-schedule', limit: 64 },
  canaryRole: { what: 'canary role', template: '{environment}-{key}-canary', limit: 64 },
  flowLogRole: { what: 'flow log role', template: '{environment}-{key}-flow-logs', limit: 64 },
} as const satisfies Record<string, NameRule>;

/** The names of one region's resources, and the global names its resources refer to. */
export type ResourceNames = { readonly [Kind in keyof typeof NAME_RULES]: string };

/** The kinds of names, in the order of the table. */
export const NAME_KINDS = Object.keys(NAME_RULES) as (keyof typeof NAME_RULES)[];

/** Whether a name of this kind contains the part. */
export function usesPart(kind: keyof typeof NAME_RULES, part: keyof NameParts): boolean {
  return NAME_RULES[kind].template.includes(`{${part}}`);
}

/** One name. */
export function composeName(kind: keyof typeof NAME_RULES, parts: NameParts): string {
  return NAME_RULES[kind].template.replace(/\{(\w+)\}/g, (_, part: keyof NameParts) => parts[part]);
}

/** All names of one region. */
export function composeNames(parts: NameParts): ResourceNames {
  return Object.fromEntries(NAME_KINDS.map((kind) => [kind, composeName(kind, parts)])) as ResourceNames;
}

/** What {@link resourceNames} reads of an environment. */
export interface NamedEnvironment<R extends AwsRegion> {
  readonly name: string;
  readonly account: string;
  readonly workload: { readonly name: string };
  readonly regions: Readonly<Record<R, { readonly key: string; readonly residencyGroup: string }>>;
}

/** The composed names of a region's resources, also found under `environment.derived.regions[region].names`. */
export function resourceNames<R extends AwsRegion>(
  environment: NamedEnvironment<R>,
  region: NoInfer<R>,
): ResourceNames {
  const { key, residencyGroup } = environment.regions[region];
  return composeNames({
    environment: environment.name,
    workload: environment.workload.name,
    account: environment.account,
    key,
    group: residencyGroup,
  });
}
