import type { RegionalObservabilityProps } from './regional-observability-props';
import { measuresOf } from './measures';
import type { MetricAlarmProps } from './metric-alarm';

/** An alarm of a region, by the id of its construct. `impairs`: it means harm to clients, and is part of the composite. */
export interface RegionalAlarm extends Omit<MetricAlarmProps, 'actions'> {
  readonly id: string;
  readonly impairs: boolean;
}

export const DEFAULT_ERROR_RATIO = 0.05;
export const DEFAULT_LATENCY_P99_SECONDS = 1;

/** Milliseconds in the place of a replication latency that is missing although clients write; an hour. */
const SILENT_MS = 3_600_000;

/** Every alarm of a region besides the burn rates. Each says why missing data counts as it does. */
export function regionalAlarms<R extends string>(props: RegionalObservabilityProps<R>): readonly RegionalAlarm[] {
  const { name, region, minTasks, rpoSeconds, replicaRegions } = props;
  const measures = measuresOf(region, props);
  const errorRatio = props.errorRatioThreshold ?? DEFAULT_ERROR_RATIO;
  const latency = props.latencyP99Seconds ?? DEFAULT_LATENCY_P99_SECONDS;
  const alarm = (id: string, spec: Omit<RegionalAlarm, 'id' | 'alarmName'>): RegionalAlarm => ({
    id,
    alarmName: `${name}-${id}`,
    ...spec,
  });

  return [
    alarm('error-ratio', {
      description: `More than ${errorRatio} of the requests to ${region} fail. Without requests there is no ratio and nothing fails; that no requests arrive is seen by Route 53's checks.`,
      measure: measures.errorRatio(60),
      comparison: 'GreaterThanThreshold',
      threshold: errorRatio,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: 'notBreaching',
      impairs: true,
    }),
    alarm('latency-p99', {
      description: `One request in a hundred to ${region} takes longer than ${latency} s. Without requests nothing is slow.`,
      measure: measures.latency('p99'),
      comparison: 'GreaterThanThreshold',
      threshold: latency,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: 'notBreaching',
      impairs: true,
    }),
    alarm('unhealthy-hosts', {
      description: `Targets of ${region} fail their health check. The load balancer reports this for every target group that has targets: missing data is a group without any.`,
      measure: measures.unhealthyHosts,
      comparison: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 5,
      treatMissingData: 'breaching',
      impairs: false,
    }),
    alarm('running-tasks', {
      description: `Fewer than ${minTasks} tasks run in ${region}: it could not take its share of a lost region. Container Insights reports the count every minute: missing data is a service that is gone, or unseen.`,
      measure: measures.runningTasks,
      comparison: 'LessThanThreshold',
      threshold: minTasks,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: 'breaching',
      impairs: false,
    }),
    ...replicaRegions.map((receiving) =>
      alarm(`replication-latency-${receiving}`, {
        description: `Writes of ${region} take longer than ${rpoSeconds} s to ${receiving}, or do not arrive at all: the loss of ${region} would now cost more than the RPO. The expression fills what is missing, from whether clients write.`,
        measure: measures.replicationLatencyOrSilence(receiving, SILENT_MS),
        comparison: 'GreaterThanThreshold',
        threshold: rpoSeconds * 1_000,
        // All five: a write at the end of a minute arrives in the next one, which looks like silence for one period.
        evaluationPeriods: 5,
        treatMissingData: 'notBreaching',
        impairs: false,
      }),
    ),
    ...(measures.cacheLag === undefined
      ? []
      : [
          alarm('cache-replication-lag', {
            description: `The cache of ${region} is more than ${rpoSeconds} s behind the primary's. Only a secondary reports a lag: missing data is a member that has been promoted.`,
            measure: measures.cacheLag,
            comparison: 'GreaterThanThreshold' as const,
            threshold: rpoSeconds,
            evaluationPeriods: 5,
            datapointsToAlarm: 3,
            treatMissingData: 'notBreaching' as const,
            impairs: false,
          }),
        ]),
    alarm('write-conflicts', {
      description: `${region} has detected writes of one item in two regions, of which replication has kept one. The application counts only what happens: missing data is none.`,
      measure: measures.conflicts,
      comparison: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      impairs: false,
    }),
    alarm('throttles', {
      description: `DynamoDB refuses requests of ${region} for lack of capacity. The expression fills what is missing with 0: it publishes throttles only while there are some.`,
      measure: measures.throttles,
      comparison: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: 'notBreaching',
      impairs: false,
    }),
  ];
}
