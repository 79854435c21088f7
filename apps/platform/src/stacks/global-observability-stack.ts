import type { LatencyRoutingOutputs } from '@active-active/dns';
import type { ServiceLoadBalancerOutputs } from '@active-active/ecs-service';
import { GlobalObservability, type WatchedRegion } from '@active-active/observability';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { regionsByName, regionTargets } from './observed-region';
import { GLOBAL, GlobalStack } from './platform-stack';

export interface GlobalObservabilityStackProps {
  readonly routing: LatencyRoutingOutputs<AwsRegion>;
  readonly loadBalancers: Readonly<Record<AwsRegion, ServiceLoadBalancerOutputs>>;
}

/** Regions as {@link GlobalObservability} and the monitoring account's dashboard watch them. */
export function watchedRegions(
  environment: Environment,
  { routing, loadBalancers }: GlobalObservabilityStackProps,
): Readonly<Record<AwsRegion, WatchedRegion<AwsRegion>>> {
  const watched = regionsByName(environment).map((region): [AwsRegion, WatchedRegion<AwsRegion>] => [
    region,
    {
      ...regionTargets(environment, region, loadBalancers[region]),
      healthCheckIds: routing.healthCheckIds[region],
      trafficShare: environment.regions[region].trafficShare,
    },
  ]);
  return Object.fromEntries(watched) as Record<AwsRegion, WatchedRegion<AwsRegion>>;
}

/** The system as seen from outside. In us-east-1, where alone the metrics of Route 53's health checks are. */
export class GlobalObservabilityStack extends GlobalStack {
  constructor(scope: Construct, environment: Environment, props: GlobalObservabilityStackProps) {
    super(scope, 'observability', environment, { region: 'us-east-1' });
    const { outputs } = new GlobalObservability<AwsRegion>(this, 'observability', {
      name: `${environment.name}-${GLOBAL}`,
      account: environment.account,
      rpoSeconds: environment.rpoSeconds,
      availabilityTarget: environment.availabilityTarget,
      regions: watchedRegions(environment, props),
    });
    this.publish('page_topic_arn', outputs.pageTopicArn, 'Alarms on what Route 53 answers; subscribe who is on call');
    this.publish('dashboard_name', outputs.dashboardName, 'Dashboard of all regions, in us-east-1');
  }
}
