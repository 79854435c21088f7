import { Token } from 'cdktf';
import { COLLECTOR_PORTS } from './collector';

/** The cache member that a region uses, as its container sees it. */
export interface ContainerEnvironmentCache {
  /** Primary endpoint of the member, host name only. It takes writes while the member is the Global Datastore's primary. */
  readonly host: string;
  /** Endpoint of the member's readers, host name only. */
  readonly readerHost: string;
  /** TCP port of both; TLS always. */
  readonly port: number;
  /** Region of the member. */
  readonly region: string;
  /** Id of the replication group: the cache name that an IAM authentication token is signed for. */
  readonly replicationGroupId: string;
  /**
   * Cache user of IAM authentication.
   * @default - no authentication
   */
  readonly userId?: string;
}

export interface ContainerEnvironmentProps {
  /** Name of the service, the same in all regions, such as `orders-api`. */
  readonly serviceName: string;
  /** Name of the environment, such as `production`. */
  readonly environment: string;
  /** Region of the container. */
  readonly region: string;
  /** Region that is authoritative where one has to be. */
  readonly primaryRegion: string;
  /** TCP port to listen on. */
  readonly port: number;
  /** Name of the global table, the same in all regions. */
  readonly tableName: string;
  /**
   * Cache member to use.
   * @default - none; the CACHE_ variables are absent
   */
  readonly cache?: ContainerEnvironmentCache;
  /**
   * HTTPS URL of a region's own name, with `{region}` in place of the region: `https://{region}.api.example.com`. Where a
   * write goes whose home is another region. A template and not a list, so that a new region changes no task definition
   * of the others.
   */
  readonly regionalEndpointTemplate: string;
}

/** Variables that every container has. */
export type ContainerEnvironmentName =
  /** Name of the service. */
  | 'SERVICE_NAME'
  /** Name of the environment. */
  | 'ENVIRONMENT'
  /** Port to listen on, decimal. */
  | 'PORT'
  /** Region that is authoritative where one has to be. */
  | 'PRIMARY_REGION'
  /** Name of the DynamoDB table. */
  | 'TABLE_NAME'
  /** Region whose replica to use: this container's own. */
  | 'TABLE_REGION'
  /** HTTPS URL of a region's own name, `{region}` standing for the region. */
  | 'REGIONAL_ENDPOINT_TEMPLATE'
  /** Where to send OTLP over HTTP: the collector of the same task. */
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_PROTOCOL'
  /** Name of the service in traces. */
  | 'OTEL_SERVICE_NAME'
  /** Resource attributes, `key=value` separated by commas. */
  | 'OTEL_RESOURCE_ATTRIBUTES'
  /** `xray`, so that a trace goes on from the load balancer's `X-Amzn-Trace-Id`. */
  | 'OTEL_PROPAGATORS'
  /** `xray`: what is traced is up to X-Ray's sampling rules. */
  | 'OTEL_TRACES_SAMPLER'
  /** `endpoint=URL`, where the collector of the same task hands the rules out. */
  | 'OTEL_TRACES_SAMPLER_ARG';

/** Variables of a container whose region uses a cache. */
export type ContainerEnvironmentCacheName =
  'CACHE_HOST' | 'CACHE_READER_HOST' | 'CACHE_PORT' | 'CACHE_REGION' | 'CACHE_REPLICATION_GROUP_ID' | 'CACHE_USER_ID';

/**
 * The variables that an application reads, and no others: the contract between this package and the container. Fargate
 * itself sets `AWS_REGION` to the task's region.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-security-considerations.html
 */
export type ContainerEnvironment = Readonly<
  Record<ContainerEnvironmentName, string> & Partial<Record<ContainerEnvironmentCacheName, string>>
>;

/** The variables of one region's container. Everything is text; a port may be a token of another stack's output. */
export function containerEnvironment(props: ContainerEnvironmentProps): ContainerEnvironment {
  return {
    SERVICE_NAME: props.serviceName,
    ENVIRONMENT: props.environment,
    PORT: text(props.port),
    PRIMARY_REGION: props.primaryRegion,
    TABLE_NAME: props.tableName,
    TABLE_REGION: props.region,
    REGIONAL_ENDPOINT_TEMPLATE: props.regionalEndpointTemplate,
    ...(props.cache && cacheEnvironment(props.cache)),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${COLLECTOR_PORTS.http}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_SERVICE_NAME: props.serviceName,
    OTEL_RESOURCE_ATTRIBUTES: [
      `service.namespace=${props.environment}`,
      `deployment.environment.name=${props.environment}`,
      `cloud.region=${props.region}`,
    ].join(','),
    OTEL_PROPAGATORS: 'xray',
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: `endpoint=http://127.0.0.1:${COLLECTOR_PORTS.samplingRules}`,
  };
}

function cacheEnvironment(cache: ContainerEnvironmentCache): Partial<Record<ContainerEnvironmentCacheName, string>> {
  return {
    CACHE_HOST: cache.host,
    CACHE_READER_HOST: cache.readerHost,
    CACHE_PORT: text(cache.port),
    CACHE_REGION: cache.region,
    CACHE_REPLICATION_GROUP_ID: cache.replicationGroupId,
    ...(cache.userId === undefined ? {} : { CACHE_USER_ID: cache.userId }),
  };
}

/** A number token is encoded as a huge negative number, which only survives as text when it becomes a text token. */
function text(value: number): string {
  return Token.isUnresolved(value) ? Token.asString(value) : String(value);
}
