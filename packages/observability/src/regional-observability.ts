import { refuse, tooLong } from '@active-active/construct-kit';
import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { alarmArn, regionImpairedAlarmName } from './alarm-names';
import { AlarmTopics } from './alarm-topics';
import { availabilityTargetProblem, BurnRateAlarms } from './burn-rate-alarms';
import { dashboardBody, dashboardNameProblem } from './dashboard';
import { measuresOf } from './measures';
import { MetricAlarm } from './metric-alarm';
import { regionalAlarms } from './regional-alarms';
import { regionalDashboard } from './regional-dashboard';
import type { RegionalObservabilityOutputs, RegionalObservabilityProps } from './regional-observability-props';
import { otherRegionProblem } from './stack-region';

/**
 * One region's view of itself: topics, alarms, the composite alarm "region impaired", and a dashboard.
 *
 * The composite is on while clients of this region are harmed: requests fail, are slow, or spend the error budget too
 * fast. It leaves out what only uses up a reserve (unhealthy targets, tasks below the N-1 minimum, replication latency,
 * throttles, conflicts): an experiment that stops tasks or pauses replication causes exactly that, and must be stopped by
 * the harm and not by its own purpose.
 *
 * @throws ConstructError that names every problem at once
 */
export class RegionalObservability<R extends string> extends Construct {
  readonly outputs: RegionalObservabilityOutputs;

  constructor(scope: Construct, id: string, props: RegionalObservabilityProps<R>) {
    super(scope, id);
    refuse(this, [
      otherRegionProblem(this, `region '${props.region}'`, props.region, 'an alarm sees no other region than its own'),
      ...problemsOf(props),
    ]);
    const { name, region, account } = props;
    const topics = new AlarmTopics(this, 'topics', { kinds: ['page', 'ticket'], name, region, account }).arns;
    const page = [topics.page];

    const impairing: string[] = [];
    const arns: string[] = [];
    for (const { id: alarmId, impairs, ...alarm } of regionalAlarms(props)) {
      const { alarmName } = new MetricAlarm(this, alarmId, {
        ...alarm,
        // What impairs the region is told once, by the composite.
        actions: impairs ? [] : [topics.ticket],
      });
      if (impairs) impairing.push(alarmName);
      arns.push(alarmArn(region, account, alarm.alarmName));
    }
    const burn = new BurnRateAlarms(this, 'slo', {
      name,
      availabilityTarget: props.availabilityTarget,
      failedShare: measuresOf(region, props).errorRatio,
      treatMissingData: 'notBreaching',
      note: `Measured by the load balancer of ${region}; without requests no budget is spent.`,
      actions: { fast: [], slow: page },
    });

    const impairedName = regionImpairedAlarmName(name);
    new CloudwatchCompositeAlarm(this, 'region-impaired', {
      alarmName: impairedName,
      alarmDescription: `Clients of ${region} are harmed: requests fail, are slow, or spend the error budget too fast.`,
      alarmRule: [...impairing, burn.alarmNames.fast].map((part) => `ALARM("${part}")`).join(' OR '),
      actionsEnabled: true,
      alarmActions: page,
      okActions: page,
    });
    const impairedArn = alarmArn(region, account, impairedName);

    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: name,
      dashboardBody: dashboardBody(
        regionalDashboard(props, [
          impairedArn,
          ...(['fast', 'slow'] as const).map((kind) => alarmArn(region, account, `${name}-slo-burn-${kind}`)),
          ...arns,
        ]),
      ),
    });
    this.outputs = {
      pageTopicArn: topics.page,
      ticketTopicArn: topics.ticket,
      regionImpairedAlarmName: impairedName,
      regionImpairedAlarmArn: impairedArn,
      dashboardName: name,
    };
  }
}

function problemsOf<R extends string>(props: RegionalObservabilityProps<R>): (string | false)[] {
  const { name, region, minTasks, rpoSeconds, errorRatioThreshold, latencyP99Seconds, replicaRegions } = props;
  return [
    dashboardNameProblem(name),
    tooLong('alarm name', `${name}-replication-latency-${longest(replicaRegions)}`, 255),
    availabilityTargetProblem(props.availabilityTarget),
    replicaRegions.includes(region) &&
      `replicaRegions must leave out the region itself, got [${replicaRegions.join(', ')}] for '${region}'; remove it, a table does not replicate to itself`,
    !Token.isUnresolved(minTasks) &&
      !(Number.isInteger(minTasks) && minTasks >= 1) &&
      `minTasks ${minTasks} is no number of tasks that an alarm can hold a region to; give a whole number from 1`,
    !(rpoSeconds > 0) && `rpoSeconds ${rpoSeconds} is no time; give the seconds of writes that may be lost, such as 5`,
    errorRatioThreshold !== undefined &&
      !(errorRatioThreshold > 0 && errorRatioThreshold < 1) &&
      `errorRatioThreshold ${errorRatioThreshold} is no share of requests; give one above 0 and below 1, such as 0.05`,
    latencyP99Seconds !== undefined &&
      !(latencyP99Seconds > 0) &&
      `latencyP99Seconds ${latencyP99Seconds} is no time; give seconds above 0, such as 1`,
  ];
}

function longest(texts: readonly string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), '');
}
