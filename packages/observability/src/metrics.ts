import { CONFLICT_METRIC, DEFAULT_METRICS_NAMESPACE } from './conflict-metric';

/** What is documented of one CloudWatch namespace, as far as it is used here. */
export interface DocumentedNamespace {
  /** Page that lists the metrics. */
  readonly documentation: string;
  /** Sets of dimensions that each metric is published with; a query that names any other set finds nothing. */
  readonly metrics: Readonly<Record<string, readonly (readonly string[])[]>>;
}

const LOAD_BALANCER = [['LoadBalancer'], ['AvailabilityZone', 'LoadBalancer']] as const;
const TARGETS = [
  ['LoadBalancer', 'TargetGroup'],
  ['AvailabilityZone', 'LoadBalancer', 'TargetGroup'],
] as const;

/**
 * Every metric that a dashboard or an alarm of this package may name. CloudWatch accepts a metric that does not exist, and
 * shows an empty graph or an alarm without data: so {@link metric} takes only these.
 */
export const METRICS = {
  'AWS/ApplicationELB': {
    documentation:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
    metrics: {
      RequestCount: [...LOAD_BALANCER, ...TARGETS],
      HTTPCode_ELB_503_Count: LOAD_BALANCER,
      HTTPCode_ELB_5XX_Count: LOAD_BALANCER,
      HTTPCode_Target_4XX_Count: [...LOAD_BALANCER, ...TARGETS],
      HTTPCode_Target_5XX_Count: [...LOAD_BALANCER, ...TARGETS],
      TargetResponseTime: [...LOAD_BALANCER, ...TARGETS],
      HealthyHostCount: TARGETS,
      UnHealthyHostCount: TARGETS,
    },
  },
  'ECS/ContainerInsights': {
    documentation:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-enhanced-observability-metrics-ECS.html',
    metrics: { RunningTaskCount: [['ClusterName', 'ServiceName']] },
  },
  'AWS/DynamoDB': {
    documentation: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
    metrics: {
      ReplicationLatency: [['ReceivingRegion', 'TableName']],
      SuccessfulRequestLatency: [['Operation', 'TableName']],
      ReadThrottleEvents: [['TableName'], ['GlobalSecondaryIndexName', 'TableName']],
      WriteThrottleEvents: [['TableName'], ['GlobalSecondaryIndexName', 'TableName']],
    },
  },
  'AWS/ElastiCache': {
    documentation: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html',
    metrics: { GlobalDatastoreReplicationLag: [['CacheClusterId'], ['CacheClusterId', 'CacheNodeId']] },
  },
  'AWS/Route53': {
    documentation: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html',
    metrics: { HealthCheckStatus: [['HealthCheckId']], HealthCheckPercentageHealthy: [['HealthCheckId']] },
  },
  CloudWatchSynthetics: {
    documentation:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html',
    metrics: { SuccessPercent: [['CanaryName'], ['CanaryName', 'StepName']] },
  },
  [DEFAULT_METRICS_NAMESPACE]: {
    documentation:
      'https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/awsemfexporter',
    metrics: { [CONFLICT_METRIC.name]: [CONFLICT_METRIC.dimensions] },
  },
} as const satisfies Readonly<Record<string, DocumentedNamespace>>;

export type MetricNamespace = keyof typeof METRICS;
export type MetricName<N extends MetricNamespace> = keyof (typeof METRICS)[N]['metrics'] & string;

/** Whether a metric is published with exactly these dimensions. */
export function isDocumented(namespace: string, name: string, dimensions: readonly string[]): boolean {
  const documented: Readonly<Record<string, DocumentedNamespace>> = METRICS;
  const given = [...dimensions].sort().join();
  return documented[namespace]?.metrics[name]?.some((set) => [...set].sort().join() === given) ?? false;
}
