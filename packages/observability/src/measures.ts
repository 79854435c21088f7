import { CONFLICT_METRIC, DEFAULT_METRICS_NAMESPACE } from './conflict-metric';
import { metric, metricKey, type Measure, type Metric, type MetricMath } from './metric';
import type { RegionTargets } from './region-targets';

/** Region in which Route 53 publishes the metrics of all health checks. */
export const ROUTE53_METRICS_REGION = 'us-east-1';

/** Operations of DynamoDB that write. */
const WRITE_OPERATIONS = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'] as const;

/**
 * What is measured of one region. Each measure is defined once, for the dashboards and the alarms alike.
 *
 * @param region region that the metrics are published in
 */
export function measuresOf(region: string, targets: RegionTargets) {
  const alb = { LoadBalancer: targets.loadBalancer };
  const hosts = { ...alb, TargetGroup: targets.targetGroup };
  const table = { TableName: targets.tableName };
  const sum = { region, statistic: 'Sum' };

  return {
    requests: metric('AWS/ApplicationELB', 'RequestCount', alb, sum),
    loadBalancerErrors: metric('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', alb, sum),
    targetErrors: metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', alb, sum),
    clientErrors: metric('AWS/ApplicationELB', 'HTTPCode_Target_4XX_Count', alb, sum),
    errorRatio: (periodSeconds: number) => errorRatio(region, alb, periodSeconds),
    latency: (statistic: string) => metric('AWS/ApplicationELB', 'TargetResponseTime', alb, { region, statistic }),
    healthyHosts: metric('AWS/ApplicationELB', 'HealthyHostCount', hosts, { region, statistic: 'Minimum' }),
    unhealthyHosts: metric('AWS/ApplicationELB', 'UnHealthyHostCount', hosts, { region, statistic: 'Maximum' }),
    runningTasks: metric(
      'ECS/ContainerInsights',
      'RunningTaskCount',
      { ClusterName: targets.clusterName, ServiceName: targets.serviceName },
      { region, statistic: 'Minimum' },
    ),
    replicationLatency: (receiving: string) => replicationLatency(region, table, receiving),
    /** Milliseconds, and `silent` for a minute in which the region's clients wrote and nothing arrived. */
    replicationLatencyOrSilence: (receiving: string, silent: number): MetricMath => ({
      // DynamoDB publishes no latency while nothing arrives, so a broken pair is as silent as an idle one. Only writes of
      // the region's own clients tell the two apart.
      expression: `IF(${WRITE_OPERATIONS.map((operation) => `FILL(${metricKey(operation)}, 0)`).join(' + ')} > 0, FILL(latency, ${silent}), FILL(latency, 0))`,
      metrics: {
        latency: replicationLatency(region, table, receiving),
        ...Object.fromEntries(
          WRITE_OPERATIONS.map((operation) => [
            metricKey(operation),
            metric(
              'AWS/DynamoDB',
              'SuccessfulRequestLatency',
              { ...table, Operation: operation },
              { region, statistic: 'SampleCount' },
            ),
          ]),
        ),
      },
    }),
    throttles: throttles(region, targets),
    /** Seconds; the greatest of the nodes, of which only the primary publishes it. */
    cacheLag: cacheLag(region, targets.cacheNodeIds ?? []),
    conflicts: metric(
      DEFAULT_METRICS_NAMESPACE,
      CONFLICT_METRIC.name,
      { region, 'service.name': targets.applicationName },
      { ...sum, publishedAs: targets.metricsNamespace },
    ),
  };
}

/**
 * Share of requests that failed, 0 to 1. `RequestCount` leaves out the requests for which the load balancer had no target,
 * which it answers with 503, so these are added; a failure of each kind is absent while there is none.
 */
function errorRatio(region: string, alb: Readonly<Record<string, string>>, periodSeconds: number): MetricMath {
  const options = { region, statistic: 'Sum', periodSeconds };
  return {
    expression: '(FILL(target, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(untargeted, 0))',
    metrics: {
      target: metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', alb, options),
      balancer: metric('AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', alb, options),
      requests: metric('AWS/ApplicationELB', 'RequestCount', alb, options),
      untargeted: metric('AWS/ApplicationELB', 'HTTPCode_ELB_503_Count', alb, options),
    },
  };
}

function replicationLatency(region: string, table: { readonly TableName: string }, receiving: string): Metric {
  return metric(
    'AWS/DynamoDB',
    'ReplicationLatency',
    { ...table, ReceivingRegion: receiving },
    { region, statistic: 'Average' },
  );
}

function throttles(region: string, { tableName, indexNames = [] }: RegionTargets): MetricMath {
  const sum = { region, statistic: 'Sum' };
  const scopes: [string, Readonly<Record<string, string>>][] = [
    ['table', { TableName: tableName }],
    ...indexNames.map((name): [string, Record<string, string>] => [
      `index_${metricKey(name)}`,
      { TableName: tableName, GlobalSecondaryIndexName: name },
    ]),
  ];
  const metrics = Object.fromEntries(
    scopes.flatMap(([key, dimensions]) => [
      [`${key}_reads`, metric('AWS/DynamoDB', 'ReadThrottleEvents', dimensions, sum)],
      [`${key}_writes`, metric('AWS/DynamoDB', 'WriteThrottleEvents', dimensions, sum)],
    ]),
  );
  return {
    // An alarm on a plain metric of DynamoDB keeps its state while data is missing, whatever it is told: it would stay
    // in ALARM long after the last throttle.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    expression: Object.keys(metrics)
      .map((key) => `FILL(${key}, 0)`)
      .join(' + '),
    metrics,
  };
}

function cacheLag(region: string, nodeIds: readonly string[]): Measure | undefined {
  if (nodeIds.length === 0) return undefined;
  const metrics = Object.fromEntries(
    nodeIds.map((id) => [
      `node_${metricKey(id)}`,
      metric(
        'AWS/ElastiCache',
        'GlobalDatastoreReplicationLag',
        { CacheClusterId: id },
        { region, statistic: 'Maximum' },
      ),
    ]),
  );
  return { expression: `MAX([${Object.keys(metrics).join(', ')}])`, metrics };
}

/** 1 while Route 53 answers with the region, 0 while it does not. */
export function healthCheckStatus(healthCheckId: string): Metric {
  return metric(
    'AWS/Route53',
    'HealthCheckStatus',
    { HealthCheckId: healthCheckId },
    { region: ROUTE53_METRICS_REGION, statistic: 'Minimum' },
  );
}

/** Percentage of Route 53's checkers that get an answer from an endpoint; not published for a calculated check. */
export function healthyCheckers(healthCheckId: string, periodSeconds = 60): Metric {
  return metric(
    'AWS/Route53',
    'HealthCheckPercentageHealthy',
    { HealthCheckId: healthCheckId },
    { region: ROUTE53_METRICS_REGION, statistic: 'Average', periodSeconds },
  );
}
