import type { ServiceLoadBalancerOutputs } from '@active-active/ecs-service';
import { alarmArn, regionImpairedAlarmName, type RegionTargets } from '@active-active/observability';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';

/** Indexes of the global table, whose throttles count too. */
export const TABLE_INDEXES = ['gsi1'] as const;

/** CloudWatch namespace of the application's metrics. It carries the environment, because several may share an account. */
export function metricsNamespace({ name }: Environment): string {
  return `ActiveActive/${name}`;
}

/** Prefix of the names of alarms, topics and dashboards of a region; what is in other stacks computes them with it. */
export function observabilityName(environment: Environment, region: AwsRegion): string {
  return `${environment.name}-${environment.regions[region].key}`;
}

/** ARN of the alarm that says that a region harms its clients. */
export function regionImpairedAlarmArn(environment: Environment, region: AwsRegion): string {
  const alarmName = regionImpairedAlarmName(observabilityName(environment, region));
  return alarmArn(region, environment.account, alarmName);
}

/** The regions as dashboards and alarms list them: the order of a matrix changes no stack. */
export function regionsByName(environment: Environment): readonly AwsRegion[] {
  return [...regionsOf(environment)].sort();
}

/** ARN of a region's dashboard. Dashboards have one namespace for all regions. */
export function dashboardArn(environment: Environment, region: AwsRegion): string {
  return `arn:aws:cloudwatch::${environment.account}:dashboard/${observabilityName(environment, region)}`;
}

/** What the metrics of one region are about. */
export function regionTargets(
  environment: Environment,
  region: AwsRegion,
  loadBalancer: ServiceLoadBalancerOutputs,
): RegionTargets<AwsRegion> {
  const { regions, derived, workload, cache } = environment;
  const { names, minTasks } = derived.regions[region];
  const { residencyGroup, cacheRole } = regions[region];
  return {
    loadBalancer: loadBalancer.albArnSuffix,
    targetGroup: loadBalancer.targetGroupArnSuffix,
    clusterName: names.service,
    serviceName: names.service,
    minTasks,
    tableName: names.table,
    indexNames: TABLE_INDEXES,
    replicaRegions: regionsByName(environment).filter(
      (other) => other !== region && regions[other].residencyGroup === residencyGroup,
    ),
    ...(cacheRole === 'secondary' &&
      cache && { cacheNodeIds: nodeIds(names.replicationGroup, 1 + cache.replicasPerNodeGroup) }),
    applicationName: workload.name,
    metricsNamespace: metricsNamespace(environment),
  };
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.html */
function nodeIds(replicationGroupId: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${replicationGroupId}-${String(index + 1).padStart(3, '0')}`);
}
