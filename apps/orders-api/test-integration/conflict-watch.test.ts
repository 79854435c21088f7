import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, type Instance, LocalCloudClient, pathsFor, up } from '@active-active/local-cloud';
import { DynamoDbReplica, VersionedStore } from '@active-active/write-conflict';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import { conflictLine } from '../src/conflict-line';
import { ConflictWatch } from '../src/conflict-watch';
import { eventually } from './support/eventually';
import { dynamodbIn, GlobalTable } from './support/global-table';

const REGIONS = ['us-east-1', 'eu-west-1'] as const;
const KEY = { pk: 'ORDER#order-1', sk: 'ORDER' };
const folder = mkdtempSync(join(tmpdir(), 'orders-api-'));
const paths = pathsFor(folder);
let instance: Instance;
let client: LocalCloudClient;
let table: GlobalTable;

beforeAll(async () => {
  ({ instance } = await up({ paths, progress: () => undefined }));
  client = new LocalCloudClient(instance.endpoint);
  table = new GlobalTable(instance, 'orders', REGIONS);
  await table.create();
});
afterAll(async () => {
  await down(paths, { purge: true, progress: () => undefined });
  rmSync(folder, { recursive: true, force: true });
});

async function links(change: (from: string, to: string) => Promise<unknown>): Promise<void> {
  await change(REGIONS[0], REGIONS[1]);
  await change(REGIONS[1], REGIONS[0]);
}

/** One task of a region. */
function task(region: string) {
  const dynamodb = dynamodbIn(instance, region);
  const documents = DynamoDBDocument.from(dynamodb);
  const seen: object[] = [];
  const failures: string[] = [];
  const watch = new ConflictWatch({
    region,
    tableName: table.name,
    client: documents,
    streams: new DynamoDBStreams({
      region,
      endpoint: instance.endpoint,
      credentials: { accessKeyId: instance.account, secretAccessKey: 'local' },
    }),
    streamArn: async () => (await dynamodb.describeTable({ TableName: table.name })).Table?.LatestStreamArn ?? '',
    onConflict: (conflict) => seen.push(conflictLine(conflict)),
    onFailure: (why) => failures.push(why),
    renewMilliseconds: 100,
  });
  // Any region may write: the way that loses.
  const replica = new DynamoDbReplica({ client: documents, tableName: table.name, region });
  const store = new VersionedStore({ replica, writeMode: 'write-to-any-region' });
  return { watch, store, seen, failures };
}

test('a write that another region has overwritten is told once, by one task of a region, with what was lost', async () => {
  const [east, ireland, second] = [task(REGIONS[0]), task(REGIONS[1]), task(REGIONS[0])];
  const tasks = [east, ireland, second];
  for (const { watch } of tasks) await watch.start();
  await east.store.create(KEY, { status: 'placed', lines: [] });
  await table.replication.quiesce();

  await links((from, to) => client.faultLink(from, to, { paused: true }));
  await east.store.update(KEY, (order) => ({ ...order, status: 'paid' }), { writeId: 'pay' });
  await ireland.store.update(KEY, (order) => ({ ...order, status: 'cancelled' }), { writeId: 'cancel' });
  await links((from, to) => client.clearLink(from, to));
  await table.replication.quiesce();

  await eventually(async () => east.seen.length + second.seen.length + ireland.seen.length > 0, 'the conflict is seen');
  expect(tasks.flatMap(({ seen }) => seen)).toEqual([
    expect.objectContaining({
      orderId: 'order-1',
      lostWriteIds: ['pay'],
      losing: expect.objectContaining({ status: 'paid', version: 2 }),
      winning: expect.objectContaining({ status: 'cancelled', version: 2 }),
    }),
  ]);
  expect(tasks.flatMap(({ failures }) => failures)).toEqual([]);
  for (const { watch } of tasks) await watch.close();
});
