import { AWSXRayIdGenerator } from '@opentelemetry/id-generator-aws-xray';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { NodeSDK, resources } from '@opentelemetry/sdk-node';

/** Sends the last spans and ends. */
export type EndTelemetry = () => Promise<void>;

/**
 * Traces and metrics by OTLP to where the OTEL_ variables say, with ids that X-Ray takes. Does nothing without an
 * endpoint.
 */
export function startTelemetry(variables: Readonly<Record<string, string | undefined>>): EndTelemetry {
  if ((variables['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') === '') return () => Promise.resolve();
  const sdk = new NodeSDK({
    idGenerator: new AWSXRayIdGenerator(),
    // The SDK knows no propagator of the name `xray`, which OTEL_PROPAGATORS says.
    textMapPropagator: new AWSXRayPropagator(),
    // Process and host detectors would tell command lines.
    resourceDetectors: [resources.envDetector],
    instrumentations: [],
  });
  sdk.start();
  // A collector that is gone keeps nobody from ending.
  return () => sdk.shutdown().catch(() => undefined);
}
