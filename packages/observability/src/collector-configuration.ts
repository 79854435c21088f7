import { CONFLICT_METRIC, DEFAULT_METRICS_NAMESPACE, INDEXED_ANNOTATIONS } from './conflict-metric';

/**
 * Ports on which the collector listens inside the task: OTLP over gRPC and HTTP, its own health, and X-Ray's sampling
 * rules for SDKs that ask for them.
 */
export const COLLECTOR_PORTS = { grpc: 4317, http: 4318, health: 13133, samplingRules: 2000 } as const;

export interface CollectorConfigurationProps {
  /** Region that traces and metrics go to: the task's own. */
  readonly region: string;
  /** Existing log group that takes metrics in embedded metric format. */
  readonly metricsLogGroupName: string;
  /**
   * CloudWatch namespace of the metrics; the `metricsNamespace` of the region's observability.
   * @default 'ActiveActive'
   */
  readonly metricsNamespace?: string;
}

/**
 * Configuration of the ADOT collector beside an application. Its JSON text is YAML, and so what the variable
 * `AOT_CONFIG_CONTENT` takes.
 * @see https://aws-otel.github.io/docs/components/otlp-exporter
 */
export interface CollectorConfiguration {
  readonly extensions: {
    readonly health_check: { readonly endpoint: string };
    readonly awsproxy: { readonly endpoint: string; readonly region: string };
  };
  readonly receivers: {
    readonly otlp: {
      readonly protocols: {
        readonly grpc: { readonly endpoint: string };
        readonly http: { readonly endpoint: string };
      };
    };
  };
  readonly processors: {
    readonly memory_limiter: {
      readonly check_interval: string;
      readonly limit_mib: number;
      readonly spike_limit_mib: number;
    };
    readonly batch: { readonly timeout: string };
  };
  readonly exporters: {
    readonly awsxray: { readonly region: string; readonly indexed_attributes: readonly string[] };
    readonly awsemf: {
      readonly region: string;
      readonly namespace: string;
      readonly log_group_name: string;
      readonly dimension_rollup_option: 'NoDimensionRollup';
      readonly resource_to_telemetry_conversion: { readonly enabled: boolean };
      readonly retain_initial_value_of_delta_metric: boolean;
      readonly metric_declarations: readonly {
        readonly dimensions: readonly (readonly string[])[];
        /** Regular expressions. */
        readonly metric_name_selectors: readonly string[];
      }[];
    };
  };
  readonly service: {
    readonly extensions: readonly (keyof CollectorConfiguration['extensions'])[];
    readonly pipelines: Readonly<
      Record<
        'traces' | 'metrics',
        {
          readonly receivers: readonly (keyof CollectorConfiguration['receivers'])[];
          readonly processors: readonly (keyof CollectorConfiguration['processors'])[];
          readonly exporters: readonly (keyof CollectorConfiguration['exporters'])[];
        }
      >
    >;
  };
}

/**
 * OTLP in; traces to X-Ray, with the annotations that its groups filter by; metrics to CloudWatch through the embedded
 * metric format, so that no permission to put metrics is needed. Everything listens on the task's own loopback.
 * @see https://aws-otel.github.io/docs/components/x-ray-exporter
 * @see https://aws-otel.github.io/docs/getting-started/cloudwatch-metrics
 */
export function collectorConfiguration(props: CollectorConfigurationProps): CollectorConfiguration {
  const { region } = props;
  const listen = (port: number) => ({ endpoint: `127.0.0.1:${port}` });
  return {
    extensions: {
      health_check: listen(COLLECTOR_PORTS.health),
      awsproxy: { ...listen(COLLECTOR_PORTS.samplingRules), region },
    },
    receivers: {
      otlp: { protocols: { grpc: listen(COLLECTOR_PORTS.grpc), http: listen(COLLECTOR_PORTS.http) } },
    },
    processors: {
      // Below the 256 MiB that the collector's container may use.
      memory_limiter: { check_interval: '1s', limit_mib: 180, spike_limit_mib: 40 },
      batch: { timeout: '5s' },
    },
    exporters: {
      awsxray: { region, indexed_attributes: [...INDEXED_ANNOTATIONS] },
      awsemf: {
        region,
        namespace: props.metricsNamespace ?? DEFAULT_METRICS_NAMESPACE,
        log_group_name: props.metricsLogGroupName,
        // Each combination of dimensions is a metric of its own on the bill, and an alarm finds only the one it names. A
        // metric that no declaration selects is not published.
        dimension_rollup_option: 'NoDimensionRollup',
        metric_declarations: [
          { dimensions: [[...CONFLICT_METRIC.dimensions]], metric_name_selectors: [`^${CONFLICT_METRIC.name}$`] },
        ],
        // `service.name` is the resource's.
        resource_to_telemetry_conversion: { enabled: true },
        // The exporter takes differences of counters, and leaves out the first value: of a counter that counts what
        // should never happen, just the one that matters.
        retain_initial_value_of_delta_metric: true,
      },
    },
    service: {
      extensions: ['health_check', 'awsproxy'],
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['awsxray'] },
        metrics: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['awsemf'] },
      },
    },
  };
}
