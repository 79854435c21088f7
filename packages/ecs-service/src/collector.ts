/**
 * AWS's public image of the ADOT collector. A task that pulls it depends on a registry outside its region and needs a
 * way to the internet; a copy in each region's own registry needs neither.
 */
export const PUBLIC_COLLECTOR_IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3';

/** Hard memory limit of the collector's container, MiB, so that a burst of telemetry never starves the application. */
export const COLLECTOR_MEMORY_MIB = 256;

/** Ports that the collector takes inside the task: OTLP over gRPC and HTTP, its own health, X-Ray's sampling rules. */
export const COLLECTOR_PORTS = { grpc: 4317, http: 4318, health: 13133, samplingRules: 2000 } as const;
