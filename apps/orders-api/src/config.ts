/** What a process is told by the environment of its task definition: the names of `ContainerEnvironment`. */
export interface Config {
  readonly serviceName: string;
  readonly environment: string;
  /** TCP port to listen on. */
  readonly port: number;
  readonly tableName: string;
  /** The own region. */
  readonly region: string;
  /** URL of another region's service, `{region}` standing for the region. Absent: writes are not forwarded but refused. */
  readonly regionalEndpointTemplate?: string;
  readonly cache?: CacheConfig;
  /** URL of the cloud that runs on this machine, if this process runs in it. */
  readonly localCloudUrl?: string;
}

export interface CacheConfig {
  /** Endpoint that takes writes where the member is the Global Datastore's primary. TLS always. */
  readonly host: string;
  readonly readerHost: string;
  readonly port: number;
  readonly region: string;
  /** The cache name that an IAM authentication token is signed for. */
  readonly replicationGroupId: string;
  /** Absent: no authentication. */
  readonly userId?: string;
}

/** The environment is no configuration. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  /** @param problems - all of them */
  constructor(readonly problems: readonly string[]) {
    super(
      `the environment is not a configuration of the orders API:\n${problems.map((each) => `  ${each}`).join('\n')}`,
    );
  }
}

const CACHE_NAMES = ['CACHE_HOST', 'CACHE_READER_HOST', 'CACHE_PORT', 'CACHE_REGION', 'CACHE_REPLICATION_GROUP_ID'];

/** @throws ConfigError that names every problem */
export function configOf(variables: Readonly<Record<string, string | undefined>>): Config {
  const reader = new VariableReader(variables);
  const regionalEndpointTemplate = reader.optional('REGIONAL_ENDPOINT_TEMPLATE', ENDPOINT_TEMPLATE);
  const localCloudUrl = reader.optional('LOCAL_CLOUD_URL', HTTP_URL);
  const cache = [...CACHE_NAMES, 'CACHE_USER_ID'].some((name) => reader.has(name)) ? cacheOf(reader) : undefined;
  const config = {
    serviceName: reader.text('SERVICE_NAME', NAME),
    environment: reader.text('ENVIRONMENT', NAME),
    port: reader.port('PORT'),
    tableName: reader.text('TABLE_NAME', TABLE_NAME),
    region: reader.text('TABLE_REGION', REGION),
    ...(regionalEndpointTemplate !== undefined && { regionalEndpointTemplate }),
    ...(cache && { cache }),
    ...(localCloudUrl !== undefined && { localCloudUrl }),
  };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

function cacheOf(reader: VariableReader): CacheConfig {
  const userId = reader.optional('CACHE_USER_ID', NAME);
  return {
    host: reader.text('CACHE_HOST', HOST),
    readerHost: reader.text('CACHE_READER_HOST', HOST),
    port: reader.port('CACHE_PORT'),
    region: reader.text('CACHE_REGION', REGION),
    replicationGroupId: reader.text('CACHE_REPLICATION_GROUP_ID', NAME),
    ...(userId !== undefined && { userId }),
  };
}

/** What a variable must be, in words, and how that is told. */
interface Kind {
  readonly is: string;
  holds(value: string): boolean;
}

const NAME: Kind = matching('a name of letters, digits, - and _', /^[\w-]{1,255}$/);
const TABLE_NAME: Kind = matching("a table's name", /^[\w.-]{3,255}$/);
const REGION: Kind = matching('a region such as eu-west-1', /^[a-z]{2}(-[a-z]+)+-\d$/);
const HOST: Kind = matching('a host name', /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/);
const HTTP_URL: Kind = { is: 'an http or https URL', holds: isHttpUrl };
const ENDPOINT_TEMPLATE: Kind = {
  is: 'an http or https URL with {region} in its host',
  holds: (value) => isHttpUrl(value.replaceAll('{region}', 'a')) && /^https?:\/\/[^/]*\{region\}/.test(value),
};

function matching(is: string, pattern: RegExp): Kind {
  return { is, holds: (value) => pattern.test(value) };
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}

class VariableReader {
  readonly problems: string[] = [];

  constructor(private readonly variables: Readonly<Record<string, string | undefined>>) {}

  /** An empty variable counts as absent: a shell can hardly unset one for a child. */
  has(name: string): boolean {
    return (this.variables[name] ?? '') !== '';
  }

  optional(name: string, kind: Kind): string | undefined {
    return this.has(name) ? this.text(name, kind) : undefined;
  }

  text(name: string, { is, holds }: Kind): string {
    const value = this.variables[name] ?? '';
    if (!this.has(name)) this.problems.push(`${name} must be ${is}, and is not set; set it`);
    else if (!holds(value)) this.problems.push(`${name} must be ${is}, got ${JSON.stringify(value)}; correct it`);
    return value;
  }

  port(name: string): number {
    const is = 'a port from 1 to 65535';
    const holds = (value: string) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535;
    return Number(this.text(name, { is, holds }));
  }
}
