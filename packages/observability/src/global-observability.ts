import { refuse } from '@active-active/construct-kit';
import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import { alarmArn } from './alarm-names';
import { AlarmTopics } from './alarm-topics';
import { availabilityTargetProblem, BurnRateAlarms } from './burn-rate-alarms';
import { dashboardBody, dashboardNameProblem } from './dashboard';
import { globalDashboard, type GlobalRegion } from './global-dashboard';
import { healthCheckStatus, healthyCheckers, ROUTE53_METRICS_REGION } from './measures';
import { metricKey, type MetricMath } from './metric';
import { MetricAlarm } from './metric-alarm';
import { otherRegionProblem } from './stack-region';

/** A region as {@link GlobalObservability} watches it. */
export interface WatchedRegion<R extends string = string> extends GlobalRegion<R> {
  /** Share of all clients that this region serves, in any unit; the overall availability weighs by it. */
  readonly trafficShare: number;
}

export interface GlobalObservabilityProps<R extends string> {
  /** Prefix of the names of topic, alarms and dashboard; the environment's, such as `production-global`. */
  readonly name: string;
  /** Account of the stack, 12 digits. */
  readonly account: string;
  /** Share of requests that must succeed over 30 days, 0.9 to 0.99999. */
  readonly availabilityTarget: number;
  /** Seconds of writes that the loss of a region may cost; drawn on the dashboard. */
  readonly rpoSeconds: number;
  /** Every region, two or more, in the order of the dashboard. */
  readonly regions: Readonly<Record<R, WatchedRegion<R>>>;
  /**
   * Regions below which the system can no longer hold its load, 1 to the number of regions.
   * @default - one fewer than there are: each keeps capacity for the loss of one other
   */
  readonly minimumHealthyRegions?: number;
}

export interface GlobalObservabilityOutputs {
  readonly pageTopicArn: string;
  readonly dashboardName: string;
}

/**
 * The system as seen from outside: alarms on Route 53's health checks, and the dashboard of all regions side by side.
 *
 * It is in us-east-1 because health-check metrics are nowhere else. While us-east-1 is dark these alarms are too; the
 * regions' own go on, and Route 53 goes on leaving dead regions out.
 *
 * The overall error budget is not measured by requests: an alarm cannot watch another region's load balancer. It is the
 * share of Route 53's checkers that get no answer, weighed by the regions' traffic. It sees neither errors of single
 * requests nor that clients have moved from a dead region, for which it goes on burning.
 *
 * @throws ConstructError in a stack of any other region than us-east-1, and for props that cannot be watched
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export class GlobalObservability<R extends string> extends Construct {
  readonly outputs: GlobalObservabilityOutputs;

  constructor(scope: Construct, id: string, props: GlobalObservabilityProps<R>) {
    super(scope, id);
    refuse(this, [
      otherRegionProblem(
        this,
        'the metric of a Route 53 health check',
        ROUTE53_METRICS_REGION,
        'an alarm sees no other region than its own',
      ),
      ...problemsOf(props),
    ]);
    const { name, account } = props;
    const regions = Object.entries<WatchedRegion<R>>(props.regions);
    const least = props.minimumHealthyRegions ?? regions.length - 1;
    const topics = new AlarmTopics(this, 'topics', { kinds: ['page'], name, region: ROUTE53_METRICS_REGION, account });
    const page = [topics.arns.page];
    const checked =
      "Route 53 reports every check each minute: missing data is a check that is gone, and nobody's health.";

    const alarmNames = regions.map(([region, { healthCheckIds }]) => {
      const alarmName = `${name}-unanswered-${region}`;
      new MetricAlarm(this, `unanswered-${region}`, {
        alarmName,
        description: `Route 53 has stopped answering with ${region}: its endpoint fails, or it has been evacuated. ${checked}`,
        measure: healthCheckStatus(healthCheckIds.calculated),
        comparison: 'LessThanThreshold',
        threshold: 1,
        evaluationPeriods: 2,
        treatMissingData: 'breaching',
        actions: page,
      });
      return alarmName;
    });
    const fewName = `${name}-too-few-regions`;
    new MetricAlarm(this, 'too-few-regions', {
      alarmName: fewName,
      description: `Route 53 answers with fewer than ${least} of ${regions.length} regions, which cannot hold the load. With none healthy it answers with all. ${checked}`,
      measure: healthyRegions(regions),
      comparison: 'LessThanThreshold',
      threshold: least,
      evaluationPeriods: 2,
      treatMissingData: 'breaching',
      actions: page,
    });
    new BurnRateAlarms(this, 'slo', {
      name,
      availabilityTarget: props.availabilityTarget,
      failedShare: (periodSeconds) => unansweredShare(regions, periodSeconds),
      treatMissingData: 'breaching',
      note: `Measured by Route 53's checkers, weighed by traffic, not by requests. ${checked}`,
      actions: { fast: page, slow: page },
    });

    const arn = (alarmName: string) => alarmArn(ROUTE53_METRICS_REGION, account, alarmName);
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: name,
      dashboardBody: dashboardBody(
        globalDashboard(name, props.regions, props.rpoSeconds, [
          ...[fewName, `${name}-slo-burn-fast`, `${name}-slo-burn-slow`].map(arn),
          ...alarmNames.map(arn),
        ]),
      ),
    });
    this.outputs = { pageTopicArn: topics.arns.page, dashboardName: name };
  }
}

/** How many regions Route 53 answers with. */
function healthyRegions(regions: readonly (readonly [string, WatchedRegion])[]): MetricMath {
  const metrics = Object.fromEntries(
    regions.map(([region, { healthCheckIds }]) => [metricKey(region), healthCheckStatus(healthCheckIds.calculated)]),
  );
  return { expression: Object.keys(metrics).join(' + '), metrics };
}

/** Share of checkers without an answer, 0 to 1, each region weighed by its traffic. */
function unansweredShare(regions: readonly (readonly [string, WatchedRegion])[], periodSeconds: number): MetricMath {
  const total = regions.reduce((sum, [, { trafficShare }]) => sum + trafficShare, 0);
  return {
    expression: `1 - (${regions.map(([region, { trafficShare }]) => `${trafficShare} * ${metricKey(region)}`).join(' + ')}) / ${total * 100}`,
    metrics: Object.fromEntries(
      regions.map(([region, { healthCheckIds }]) => [
        metricKey(region),
        healthyCheckers(healthCheckIds.endpoint, periodSeconds),
      ]),
    ),
  };
}

function problemsOf<R extends string>(props: GlobalObservabilityProps<R>): (string | false)[] {
  const regions = Object.entries<WatchedRegion<R>>(props.regions);
  const { minimumHealthyRegions: least } = props;
  return [
    dashboardNameProblem(props.name),
    availabilityTargetProblem(props.availabilityTarget),
    regions.length < 2 &&
      `regions has ${regions.length === 0 ? 'none' : `only '${regions[0]![0]}'`}; give two or more, of one there is nothing to compare`,
    least !== undefined &&
      !(Number.isInteger(least) && least >= 1 && least <= regions.length) &&
      `minimumHealthyRegions ${least} is no number of the ${regions.length} regions; give a whole number from 1 to ${regions.length}`,
    ...regions.map(
      ([region, { trafficShare }]) =>
        !(trafficShare > 0) &&
        `trafficShare ${trafficShare} of '${region}' would leave the region out of the overall availability; give a number above 0`,
    ),
  ];
}
