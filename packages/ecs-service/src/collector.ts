/**
 * AWS's public image of the ADOT collector. A task that pulls it depends on a registry outside its region and needs a
 * way to the internet; a copy in each region's own registry needs neither.
 */
export const PUBLIC_COLLECTOR_IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3';

/** Hard memory limit of the collector's container, MiB, so that a burst of telemetry never starves the application. */
export const COLLECTOR_MEMORY_MIB = 256;

/** Ports on which the collector listens inside the task: OTLP over gRPC and HTTP, and its own health. */
export const COLLECTOR_PORTS = { grpc: 4317, http: 4318, health: 13133 } as const;

export interface CollectorConfigurationProps {
  /** Region that traces and metrics go to: the task's own. */
  readonly region: string;
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
  /** Existing log group that takes metrics in embedded metric format. */
  readonly metricsLogGroupName: string;
}

/**
 * The collector's default configuration, as JSON (which is YAML): OTLP in; traces to X-Ray, metrics to CloudWatch
 * through the embedded metric format, so that no permission to put metrics is needed.
 * @see https://aws-otel.github.io/docs/components/x-ray-exporter
 * @see https://aws-otel.github.io/docs/getting-started/cloudwatch-metrics
 */
export function collectorConfiguration(props: CollectorConfigurationProps): string {
  return JSON.stringify({
    extensions: { health_check: { endpoint: `127.0.0.1:${COLLECTOR_PORTS.health}` } },
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `127.0.0.1:${COLLECTOR_PORTS.grpc}` },
          http: { endpoint: `127.0.0.1:${COLLECTOR_PORTS.http}` },
        },
      },
    },
    processors: {
      memory_limiter: { check_interval: '1s', limit_mib: 180, spike_limit_mib: 40 },
      batch: { timeout: '5s' },
    },
    exporters: {
      awsxray: { region: props.region },
      awsemf: {
        region: props.region,
        namespace: props.namespace,
        log_group_name: props.metricsLogGroupName,
        // Each combination of dimensions is a metric of its own on the bill.
        dimension_rollup_option: 'NoDimensionRollup',
      },
    },
    service: {
      extensions: ['health_check'],
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['awsxray'] },
        metrics: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['awsemf'] },
      },
    },
  });
}
