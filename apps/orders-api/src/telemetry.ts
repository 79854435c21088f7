import { AWSXRayIdGenerator } from '@opentelemetry/id-generator-aws-xray';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { AWSXRayRemoteSampler } from '@opentelemetry/sampler-aws-xray';
import { NodeSDK, type NodeSDKConfiguration, resources } from '@opentelemetry/sdk-node';

/** Sends the last spans and ends. */
export type EndTelemetry = () => Promise<void>;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Traces and metrics by OTLP to where the OTEL_ variables say, with ids that X-Ray takes. Does nothing without an
 * endpoint.
 */
export function startTelemetry(variables: Variables): EndTelemetry {
  if ((variables['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') === '') return () => Promise.resolve();
  const sdk = new NodeSDK({
    idGenerator: new AWSXRayIdGenerator(),
    // The SDK knows no propagator and no sampler of the name `xray`, which the variables say.
    textMapPropagator: new AWSXRayPropagator(),
    ...(variables['OTEL_TRACES_SAMPLER'] === 'xray' && { sampler: samplingRules(variables) }),
    // Process and host detectors would tell command lines.
    resourceDetectors: [resources.envDetector],
    instrumentations: [],
  });
  sdk.start();
  // A collector that is gone keeps nobody from ending.
  return () => sdk.shutdown().catch(() => undefined);
}

/** How often the rules are asked for, in seconds: a collector that starts after this process is asked again soon. */
const RULES_SECONDS = 60;

/**
 * Samples as X-Ray's rules say; until they are known, one request a second and 5 % of the others.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
function samplingRules(variables: Variables): NodeSDKConfiguration['sampler'] {
  const endpoint = /(?:^|,)endpoint=([^,]+)/.exec(variables['OTEL_TRACES_SAMPLER_ARG'] ?? '')?.[1];
  return new AWSXRayRemoteSampler({
    resource: resources.resourceFromAttributes({ 'service.name': variables['OTEL_SERVICE_NAME'] ?? '' }),
    pollingInterval: RULES_SECONDS,
    ...(endpoint !== undefined && { endpoint }),
  });
}
