import type { Row } from './dashboard';
import { measuresOf } from './measures';
import { DEFAULT_ERROR_RATIO, DEFAULT_LATENCY_P99_SECONDS } from './regional-alarms';
import type { RegionalObservabilityProps } from './regional-observability-props';
import {
  cacheGraph,
  conflictGraph,
  hostGraph,
  replicationGraph,
  requestGraph,
  taskGraph,
  throttleGraph,
} from './region-graphs';

/**
 * The dashboard of one region.
 *
 * @param alarmArns alarms of the region, the composite first
 */
export function regionalDashboard<R extends string>(
  props: RegionalObservabilityProps<R>,
  alarmArns: readonly string[],
): readonly Row[] {
  const { region } = props;
  const measures = measuresOf(region, props);
  const replication = replicationGraph(region, props, props.rpoSeconds);
  const cache = cacheGraph(region, props, props.rpoSeconds);
  return [
    [{ type: 'text', markdown: `# ${props.name}\n${traceLinks(region, props.name)}` }],
    [{ type: 'alarms', title: 'Alarms', alarmArns }],
    [
      requestGraph(region, props),
      {
        type: 'graph',
        title: `Failed requests, ${region}`,
        unit: 'share',
        lines: [{ label: 'failed', measure: measures.errorRatio(60) }],
        threshold: { label: 'impaired', value: props.errorRatioThreshold ?? DEFAULT_ERROR_RATIO },
      },
      {
        type: 'graph',
        title: `Latency, ${region}`,
        unit: 'seconds',
        lines: ['p50', 'p95', 'p99'].map((label) => ({ label, measure: measures.latency(label) })),
        threshold: { label: 'p99 at most', value: props.latencyP99Seconds ?? DEFAULT_LATENCY_P99_SECONDS },
      },
    ],
    [
      {
        type: 'graph',
        title: `4xx and 5xx, ${region}`,
        unit: 'requests a minute',
        lines: [
          { label: '5xx of the service', measure: measures.targetErrors },
          { label: '5xx of the load balancer', measure: measures.loadBalancerErrors },
          { label: '4xx', measure: measures.clientErrors },
        ],
      },
      hostGraph(region, props),
      taskGraph(region, props),
    ],
    [
      ...(replication ? [replication] : []),
      throttleGraph(region, props),
      conflictGraph(region, props),
      ...(cache ? [cache] : []),
    ],
  ];
}

/** Traces are not metrics: a dashboard can only lead to them. */
function traceLinks(region: string, name: string): string {
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
  return `[trace map](${console}#xray:service-map/map) | [traces](${console}#xray:traces/query) (X-Ray groups ${name}-faults, ${name}-slow, ${name}-cross-region)`;
}
