import { CacheAside, DynamoDbReplica, VersionedStore } from '@active-active/write-conflict';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { cacheAuthToken } from './cache-auth-token';
import { CacheConnections, configuredAddresses } from './cache-connections';
import type { CacheConfig, Config } from './config';
import { ConflictWatch, type ConflictWatchOptions } from './conflict-watch';
import { HomePlacement, homeRegionsOf } from './home-placement';
import { localCacheAddresses, localRegionalEndpoints } from './local-cloud-endpoints';
import { DynamoDbOrderIndex } from './order-index';
import { Orders } from './orders';
import { Readiness } from './readiness';
import type { ServerDependencies } from './server';
import { DynamoDbTableProbe } from './table-probe';
import { HttpForwarding, type RegionalEndpoints, templateEndpoints } from './forwarding';

/** Prefix of all entries in the cache. Count it up with the shape of an order. */
const CACHE_NAMESPACE = 'orders:1';

/** What a server needs, connected to the table, the cache and the other regions that the configuration names. */
export interface Connections extends Pick<ServerDependencies, 'orders' | 'readiness' | 'forwarding'> {
  readonly placement: HomePlacement;
  /** Watches the region's stream for lost writes. Close it before the rest. */
  watchConflicts(listeners: Pick<ConflictWatchOptions, 'onConflict' | 'onFailure'>): ConflictWatch;
  /** Ends them all. */
  close(): Promise<void>;
}

export function connect(config: Config): Connections {
  const { region, tableName } = config;
  const settings = {
    region,
    // Less than a client waits for us, three attempts together. Long ones hold requests of a table that is gone.
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
    maxAttempts: 3,
  };
  const dynamodb = new DynamoDBClient(settings);
  const streams = new DynamoDBStreams(settings);
  const client = DynamoDBDocumentClient.from(dynamodb);
  const placement = new HomePlacement(homeRegionsOf(client, tableName));
  const store = new VersionedStore({
    replica: new DynamoDbReplica({ client, tableName, region }),
    writeMode: 'write-to-your-region',
    placement,
  });
  const connections = config.cache && cacheConnections(config, config.cache, dynamodb);
  const cache =
    connections &&
    new CacheAside({
      store,
      reader: connections.reader,
      findPrimary: connections.findPrimary,
      namespace: CACHE_NAMESPACE,
    });
  const endpoints = regionalEndpoints(config);
  return {
    placement,
    orders: new Orders({ store, placement, index: new DynamoDbOrderIndex(client, tableName), ...(cache && { cache }) }),
    readiness: new Readiness({
      region,
      table: new DynamoDbTableProbe(client, tableName, region),
      placementProblem: () => placement.problem,
      ...(connections && { pingCache: () => connections.ping() }),
    }),
    ...(endpoints && { forwarding: new HttpForwarding({ region, endpoints }) }),
    watchConflicts: (listeners) =>
      new ConflictWatch({
        ...listeners,
        region,
        tableName,
        client,
        streams,
        streamArn: streamArnOf(dynamodb, tableName),
      }),
    async close() {
      placement.close();
      await cache?.settled();
      await connections?.close();
      streams.destroy();
      dynamodb.destroy();
    },
  };
}

/** Every global table has a stream: replication reads it too. */
function streamArnOf(dynamodb: DynamoDBClient, tableName: string): () => Promise<string> {
  return async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.LatestStreamArn === undefined) throw new Error(`table ${tableName} has no stream`);
    return Table.LatestStreamArn;
  };
}

function regionalEndpoints({ localCloudUrl, regionalEndpointTemplate }: Config): RegionalEndpoints | undefined {
  if (regionalEndpointTemplate === undefined) return undefined;
  return localCloudUrl === undefined
    ? templateEndpoints(regionalEndpointTemplate)
    : localRegionalEndpoints(localCloudUrl);
}

function cacheConnections({ localCloudUrl }: Config, cache: CacheConfig, dynamodb: DynamoDBClient): CacheConnections {
  if (localCloudUrl !== undefined) return new CacheConnections(localCacheAddresses(localCloudUrl, cache.region));
  const { userId } = cache;
  if (userId === undefined) return new CacheConnections(configuredAddresses(cache));
  return new CacheConnections(configuredAddresses(cache), {
    userId,
    token: async () => {
      const credentials = await dynamodb.config.credentials();
      return cacheAuthToken({ ...cache, userId, credentials, at: new Date() });
    },
  });
}
