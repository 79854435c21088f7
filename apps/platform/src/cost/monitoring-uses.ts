import { blocks, type PlannedResource } from '../policy/resources';
import { HOURS_A_MONTH } from './prices';
import type { UsesOf } from './uses';

/** Seconds that a run of a canary takes; it asks a handful of addresses and drives no browser. */
const CANARY_SECONDS = 10;

/** A target-tracking policy makes two alarms of its own, for scaling out and in. */
const ALARMS_OF_A_POLICY = 2;

export const MONITORING_USES: Readonly<Record<string, UsesOf>> = {
  aws_cloudwatch_metric_alarm: ({ values }) => {
    const metrics = blocks(values['metric_query']).filter(({ metric }) => metric !== undefined);
    const periods = metrics.length === 0 ? [values['period']] : metrics.flatMap(({ metric }) => periodsOf(metric));
    const item = periods.some((period) => Number(period) < 60) ? 'high-resolution alarm metric' : 'alarm metric';
    return [{ item, quantity: Math.max(1, metrics.length) }];
  },
  /** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html */
  aws_appautoscaling_policy: ({ values }) =>
    values['policy_type'] === 'TargetTrackingScaling'
      ? [{ item: 'alarm metric', quantity: ALARMS_OF_A_POLICY }]
      : [{ item: `${values['policy_type']} policy`, quantity: 1 }],
  aws_cloudwatch_composite_alarm: () => [{ item: 'composite alarm', quantity: 1 }],
  aws_cloudwatch_dashboard: (dashboard) => [
    { item: `dashboard of ${metricsOn(dashboard) > 50 ? 'more than' : 'up to'} 50 metrics`, quantity: 1 },
  ],
  aws_synthetics_canary: ({ values }) => {
    const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(String(blocks(values['schedule'])[0]?.['expression'])) ?? [];
    if (minutes === undefined) return [{ item: 'canary without a rate in minutes', quantity: 1 }];
    const runs = (HOURS_A_MONTH * 60) / Number(minutes);
    const gigabytes = Number(blocks(values['run_config'])[0]?.['memory_in_mb']) / 1_024;
    return [
      { item: 'canary run', quantity: runs },
      {
        item: 'Lambda GB-second',
        quantity: runs * CANARY_SECONDS * gigabytes,
        estimated: `runs of canaries: ${CANARY_SECONDS} s each`,
      },
    ];
  },
};

function periodsOf(metric: unknown): readonly unknown[] {
  return blocks(metric).map(({ period }) => period);
}

/** An entry of a widget is a metric, or an expression over some. */
function metricsOn({ values }: PlannedResource): number {
  const { widgets } = JSON.parse(String(values['dashboard_body'])) as {
    readonly widgets: readonly { readonly properties: { readonly metrics?: readonly (readonly unknown[])[] } }[];
  };
  return widgets.flatMap(({ properties }) => properties.metrics ?? []).filter(([first]) => typeof first === 'string')
    .length;
}
