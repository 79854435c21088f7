import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CacheEndpoints,
  type Instance,
  LocalCloudClient,
  clientEnvironment,
  down,
  pathsFor,
  probe,
  up,
} from '@active-active/local-cloud';
import { DynamoDbReplica, VersionedStore } from '@active-active/write-conflict';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { ElastiCache } from '@aws-sdk/client-elasticache';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Redis } from 'ioredis';
import { eventually } from './eventually';
import { GlobalTable, dynamodbIn } from './global-table';

/** The cache's primary and secondary at the start. The service under test runs in the second. */
export const HOME = 'us-east-1';
export const NEAR = 'eu-west-1';

export const TABLE = 'orders';

/** A Global Datastore of real servers in two regions, and a table, in a local cloud of the test's own. */
export class GlobalDatastore {
  private readonly directory = mkdtempSync(join(tmpdir(), 'orders-api-cache-'));
  private readonly paths = pathsFor(this.directory);
  private readonly redis: Redis[] = [];
  private isRemoved = false;
  instance!: Instance;
  table!: GlobalTable;
  private id!: string;
  private dynamodb!: DynamoDB;
  cloud!: LocalCloudClient;

  async up(): Promise<void> {
    ({ instance: this.instance } = await up({ paths: this.paths, progress: () => undefined }));
    this.cloud = new LocalCloudClient(this.instance.endpoint);
    this.table = new GlobalTable(this.instance, TABLE, [NEAR, HOME]);
    this.dynamodb = dynamodbIn(this.instance, NEAR);
    await Promise.all([this.table.create(), this.createCaches()]);
  }

  async remove(): Promise<void> {
    this.isRemoved = true;
    for (const client of this.redis) client.disconnect();
    this.dynamodb?.destroy();
    await down(this.paths, { purge: true, progress: () => undefined });
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The table as the service in the second region has it. */
  store(): VersionedStore {
    const client = DynamoDBDocumentClient.from(this.dynamodb);
    return new VersionedStore({
      replica: new DynamoDbReplica({ client, tableName: TABLE, region: NEAR }),
      writeMode: 'write-to-your-region',
    });
  }

  /** A client as a service has it: it fails at once where it is not connected, and connects again by itself. */
  async connect(region: string): Promise<Redis> {
    const { host, port } = (await this.endpoints())[region]!;
    const client = new Redis({
      host,
      port,
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 10_000,
      // A search that was given up may connect when all is over.
      retryStrategy: () => (this.isRemoved ? null : 100),
    });
    // A lost connection shows in the calls that fail.
    client.on('error', () => undefined);
    this.redis.push(client);
    await client.connect();
    return client;
  }

  /** Asks ElastiCache, in a region that is not dark, who takes writes. */
  async primaryRegion(): Promise<string> {
    const { GlobalReplicationGroups: [group] = [] } = await this.elasticache(NEAR).describeGlobalReplicationGroups({
      GlobalReplicationGroupId: this.id,
      ShowMemberInfo: true,
    });
    return group!.Members!.find(({ Role }) => Role === 'PRIMARY')!.ReplicationGroupRegion!;
  }

  async promote(region: string): Promise<void> {
    await this.globalGroupBecomes('available');
    await this.elasticache(NEAR).failoverGlobalReplicationGroup({
      GlobalReplicationGroupId: this.id,
      PrimaryRegion: region,
      PrimaryReplicationGroupId: groupIn(region),
    });
    await eventually(async () => (await this.primaryRegion()) === region, `${region} becomes the primary`);
  }

  /** Kills a region's server as nothing else does. The supervisor starts it again after a while. */
  async kill(region: string): Promise<void> {
    const name = `cache-${this.instance.account}-${region}-${groupIn(region)}`;
    const component = (await probe(this.paths))?.components.find((each) => each.name === name);
    process.kill(component!.pid!, 'SIGKILL');
  }

  private endpoints(): Promise<CacheEndpoints> {
    return this.cloud.service<CacheEndpoints>('elasticache', 'GET', 'endpoints');
  }

  private elasticache(region: string): ElastiCache {
    return new ElastiCache(this.configuration(region));
  }

  private configuration(region: string) {
    const environment = clientEnvironment(this.instance, region);
    return {
      endpoint: environment['AWS_ENDPOINT_URL']!,
      region,
      credentials: { accessKeyId: environment['AWS_ACCESS_KEY_ID']!, secretAccessKey: 'local' },
    };
  }

  private async createCaches(): Promise<void> {
    await this.createGroup(HOME, {
      Engine: 'valkey',
      CacheNodeType: 'cache.m7g.large',
      AutomaticFailoverEnabled: true,
      NumCacheClusters: 2,
    });
    const { GlobalReplicationGroup } = await this.elasticache(HOME).createGlobalReplicationGroup({
      GlobalReplicationGroupIdSuffix: 'orders',
      PrimaryReplicationGroupId: groupIn(HOME),
    });
    this.id = GlobalReplicationGroup!.GlobalReplicationGroupId!;
    await this.globalGroupBecomes('primary-only');
    await this.createGroup(NEAR, { GlobalReplicationGroupId: this.id, NumCacheClusters: 2 });
    await this.globalGroupBecomes('available');
    await eventually(async () => Object.keys(await this.endpoints()).length === 2, 'both servers run');
  }

  private async createGroup(
    region: string,
    settings: Omit<
      Parameters<ElastiCache['createReplicationGroup']>[0],
      'ReplicationGroupId' | 'ReplicationGroupDescription'
    >,
  ): Promise<void> {
    const elasticache = this.elasticache(region);
    const ReplicationGroupId = groupIn(region);
    await elasticache.createReplicationGroup({
      ...settings,
      ReplicationGroupId,
      ReplicationGroupDescription: 'cache of the orders',
    });
    await eventually(async () => {
      const { ReplicationGroups: [group] = [] } = await elasticache.describeReplicationGroups({ ReplicationGroupId });
      return group?.Status === 'available';
    }, `${ReplicationGroupId} becomes available`);
  }

  private async globalGroupBecomes(status: string): Promise<void> {
    await eventually(async () => {
      const { GlobalReplicationGroups: [group] = [] } = await this.elasticache(NEAR).describeGlobalReplicationGroups({
        GlobalReplicationGroupId: this.id,
      });
      return group?.Status === status;
    }, `the Global Datastore becomes ${status}`);
  }
}

function groupIn(region: string): string {
  return `orders-${region}`;
}
