import type { RegionTargets } from './region-targets';

export interface RegionalObservabilityProps<R extends string> extends RegionTargets<R> {
  /**
   * Prefix of the names of topics, alarms and dashboard. It carries the environment and the region's key, because
   * dashboards of all regions have one namespace: `production-use1`.
   */
  readonly name: string;
  /** Region of the metrics, which must be the stack's own. */
  readonly region: R;
  /** Account of the stack, 12 digits. */
  readonly account: string;
  /** Seconds of writes that the loss of a region may cost; the greatest replication latency, of table and cache. */
  readonly rpoSeconds: number;
  /** Share of requests that must succeed over 30 days, 0.9 to 0.99999. */
  readonly availabilityTarget: number;
  /**
   * Share of requests that fail in three of five minutes before the region counts as impaired, above 0 and below 1.
   * @default 0.05
   */
  readonly errorRatioThreshold?: number;
  /**
   * Seconds that the slowest hundredth of requests may take.
   * @default 1
   */
  readonly latencyP99Seconds?: number;
}

export interface RegionalObservabilityOutputs {
  /** Topic of alarms that mean harm to clients now. */
  readonly pageTopicArn: string;
  /** Topic of alarms that mean a reserve is gone. */
  readonly ticketTopicArn: string;
  /** Name of the composite alarm, equal to `regionImpairedAlarmName(name)`. */
  readonly regionImpairedAlarmName: string;
  /** ARN of the composite alarm, computed; a stop condition of fault injection experiments. */
  readonly regionImpairedAlarmArn: string;
  readonly dashboardName: string;
}
