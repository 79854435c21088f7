import { refuse, tooLong } from '@active-active/construct-kit';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { isMath, type Measure, type Metric, metricsOf } from './metric';
import { otherRegionProblem } from './stack-region';

/** How CloudWatch counts a period without data. */
export type MissingData = 'breaching' | 'notBreaching';

export interface MetricAlarmProps {
  /** Unique in its account and region, at most 255 characters. */
  readonly alarmName: string;
  /** What has happened, why it matters, and why missing data counts as it does. */
  readonly description: string;
  /** All of it in the stack's own region. */
  readonly measure: Measure;
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  /** Periods that are looked at. */
  readonly evaluationPeriods: number;
  /**
   * Of these, how many breach the threshold before the alarm goes on.
   * @default - all
   */
  readonly datapointsToAlarm?: number;
  /** Stated for each alarm, because CloudWatch's own default leaves an outage that silences its metric unnoticed. */
  readonly treatMissingData: MissingData;
  /**
   * ARNs of SNS topics that are told of the alarm and of its end.
   * @default - none: a part of a composite alarm
   */
  readonly actions?: readonly string[];
}

/**
 * An alarm on a metric, or on metric math, of the stack's own region.
 *
 * @throws ConstructError when a metric is of another region: CloudWatch would accept the alarm and never see data
 */
export class MetricAlarm extends Construct {
  readonly alarmName: string;
  readonly alarmArn: string;

  constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id);
    const regions = new Set(metricsOf(props.measure).map(({ region }) => region));
    refuse(this, [
      tooLong('alarm name', props.alarmName, 255),
      ...[...regions].map((region) =>
        otherRegionProblem(
          this,
          `the metric of alarm '${props.alarmName}'`,
          region,
          'an alarm sees no other region than its own',
        ),
      ),
    ]);
    const actions = [...(props.actions ?? [])];
    const alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: props.alarmName,
      alarmDescription: props.description,
      ...(isMath(props.measure) ? mathQueries(props.measure) : plainMetric(props.measure)),
      comparisonOperator: props.comparison,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods,
      datapointsToAlarm: props.datapointsToAlarm ?? props.evaluationPeriods,
      treatMissingData: props.treatMissingData,
      alarmActions: actions,
      okActions: actions,
    });
    // A reference, so that a composite alarm comes after its parts and goes before them.
    this.alarmName = alarm.alarmName;
    this.alarmArn = alarm.arn;
  }
}

function plainMetric(metric: Metric) {
  const isPercentile = /^p\d/.test(metric.statistic);
  return {
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: metric.dimensions,
    period: metric.periodSeconds,
    ...(isPercentile
      ? {
          extendedStatistic: metric.statistic,
          // With few samples a percentile is the slowest request of all.
          evaluateLowSampleCountPercentiles: 'ignore',
        }
      : { statistic: metric.statistic }),
  };
}

function mathQueries({ expression, metrics }: Extract<Measure, { expression: string }>) {
  return {
    metricQuery: [
      { id: 'result', expression, label: 'result', returnData: true },
      ...Object.entries(metrics).map(([id, { namespace, name, dimensions, statistic, periodSeconds }]) => ({
        id,
        metric: { namespace, metricName: name, dimensions, stat: statistic, period: periodSeconds },
        returnData: false,
      })),
    ],
  };
}
