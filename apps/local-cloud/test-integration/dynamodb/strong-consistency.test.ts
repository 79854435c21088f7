import { UpdateTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { AP, DynamoBench, EU, REGIONS, type Region, US, failureOf } from '../support/dynamodb';

const CLIENTS_A_REGION = 4;
const APPENDS = 6;

const bench = new DynamoBench();
beforeAll(async () => {
  await bench.up();
  await bench.replication.setLag(20, 10);
  await createStrong('strong');
});
afterAll(() => bench.remove());
afterEach(() => bench.admin.clearFaults());

async function createStrong(name: string): Promise<void> {
  await bench.createTable(name, US, { stream: false });
  await bench.client(US).send(
    new UpdateTableCommand({
      TableName: name,
      MultiRegionConsistency: 'STRONG',
      ReplicaUpdates: [EU, AP].map((RegionName) => ({ Create: { RegionName } })),
    }),
  );
  for (const region of [EU, AP]) await bench.replicaIs(name, region, 'ACTIVE');
}

const TableName = 'strong';
const read = async (region: Region, pk: string, table = TableName) =>
  (await bench.items(region).get({ TableName: table, Key: { pk }, ConsistentRead: true })).Item;

test('the table says how consistent it is', async () => {
  expect(await bench.describe(TableName, EU)).toMatchObject({
    MultiRegionConsistency: 'STRONG',
    Replicas: [{ RegionName: US }, { RegionName: AP }],
  });
});

test('an acknowledged write is read strongly in every region', async () => {
  for (const region of REGIONS) {
    await bench.items(region).put({ TableName, Item: { pk: 'everywhere', by: region } });
    for (const other of REGIONS) expect(await read(other, 'everywhere')).toEqual({ pk: 'everywhere', by: region });
  }
});

test('a condition is global: of claims in all regions exactly one succeeds, others meet it or a write under way', async () => {
  // All are under way before the first has been decided, however busy the machine is.
  await bench.replication.setLag(1_000);
  const claims = await Promise.allSettled(
    REGIONS.map((region) =>
      bench
        .items(region)
        .put({ TableName, Item: { pk: 'claim', by: region }, ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  );
  await bench.replication.setLag(20, 10);
  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const names = claims.flatMap((claim) => (claim.status === 'rejected' ? [(claim.reason as Error).name] : []));
  for (const name of names)
    expect(['ReplicatedWriteConflictException', 'ConditionalCheckFailedException']).toContain(name);
  expect(names).toContain('ReplicatedWriteConflictException');
});

test('no acknowledged append is lost with a version condition, from all regions at once', async () => {
  await bench.items(US).put({ TableName, Item: { pk: 'log', version: 0, entries: [] } });
  const append = async (region: Region, entry: string): Promise<void> => {
    for (;;) {
      const version = (await read(region, 'log'))?.['version'] as number;
      try {
        await bench.items(region).update({
          TableName,
          Key: { pk: 'log' },
          UpdateExpression: 'SET version = :next, entries = list_append(entries, :entry)',
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':seen': version, ':next': version + 1, ':entry': [entry] },
        });
        return;
      } catch (error) {
        const { name } = error as Error;
        if (!['ReplicatedWriteConflictException', 'ConditionalCheckFailedException'].includes(name)) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      }
    }
  };
  const wanted: string[] = [];
  await Promise.all(
    REGIONS.flatMap((region) =>
      Array.from({ length: CLIENTS_A_REGION }, async (_, client) => {
        for (let n = 0; n < APPENDS; n += 1) {
          wanted.push(`${region}/${client}/${n}`);
          await append(region, `${region}/${client}/${n}`);
        }
      }),
    ),
  );
  for (const region of REGIONS) {
    const entries = (await read(region, 'log'))?.['entries'] as string[];
    expect([...entries].sort()).toEqual([...wanted].sort());
  }
  expect(await bench.conflicts(TableName)).toEqual([]);
});

test('two regions go on without the third, which catches up before it answers again', async () => {
  await bench.admin.faultRegion(AP, 'error');
  await bench.items(US).put({ TableName, Item: { pk: 'quorum', n: 1 } });
  expect(await read(EU, 'quorum')).toEqual({ pk: 'quorum', n: 1 });
  await bench.admin.clearFaults();
  expect(await read(AP, 'quorum')).toEqual({ pk: 'quorum', n: 1 });
});

test('a batch over two tables is read strongly in both, also by who does not reach its writer', async () => {
  const tables = [TableName, 'second'];
  await createStrong('second');
  for (const table of tables) expect(await read(EU, 'batch', table)).toBeUndefined();
  await bench.admin.faultLink(US, EU, { paused: true });
  const put = { PutRequest: { Item: { pk: 'batch' } } };
  await bench.items(US).batchWrite({ RequestItems: Object.fromEntries(tables.map((table) => [table, [put]])) });
  const keys = { ConsistentRead: true, Keys: [{ pk: 'batch' }] };
  const { Responses } = await bench
    .items(EU)
    .batchGet({ RequestItems: Object.fromEntries(tables.map((table) => [table, keys])) });
  expect(Responses).toEqual({ strong: [{ pk: 'batch' }], second: [{ pk: 'batch' }] });
});

test('an acknowledged write outlives its region: whoever has it passes it on', async () => {
  await bench.admin.faultRegion(AP, 'refuse');
  await bench.items(US).put({ TableName, Item: { pk: 'outlives', n: 1 } });
  await bench.admin.faultRegion(US, 'refuse');
  await bench.admin.clearRegion(AP);
  expect(await read(AP, 'outlives')).toEqual({ pk: 'outlives', n: 1 });
});

test('a region that is cut off from both others answers no write and no strong read', async () => {
  for (const other of [EU, AP]) await bench.admin.faultLink(US, other, { paused: true });
  expect((await failureOf(bench.items(US).put({ TableName, Item: { pk: 'alone' } }))).name).toBe('InternalServerError');
  expect((await failureOf(read(US, 'quorum'))).name).toBe('InternalServerError');
  expect((await bench.items(US).get({ TableName, Key: { pk: 'quorum' } })).Item).toBeDefined();
  await bench.items(EU).put({ TableName, Item: { pk: 'alone' } });
});

test('transactions, time to live and single replicas are refused', async () => {
  const transaction = bench.items(US).transactWrite({ TransactItems: [{ Put: { TableName, Item: { pk: 't' } } }] });
  expect((await failureOf(transaction)).name).toBe('ValidationException');
  const ttl = new UpdateTimeToLiveCommand({
    TableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
  });
  expect((await failureOf(bench.client(US).send(ttl))).name).toBe('ValidationException');
  const one = new UpdateTableCommand({ TableName, ReplicaUpdates: [{ Delete: { RegionName: EU } }] });
  expect((await failureOf(bench.client(US).send(one))).name).toBe('ValidationException');
});

test('a witness takes part in the quorum in place of a replica', async () => {
  await bench.createTable('witnessed', US, { stream: false });
  await bench.client(US).send(
    new UpdateTableCommand({
      TableName: 'witnessed',
      MultiRegionConsistency: 'STRONG',
      ReplicaUpdates: [{ Create: { RegionName: EU } }],
      GlobalTableWitnessUpdates: [{ Create: { RegionName: 'us-west-2' } }],
    }),
  );
  await bench.replicaIs('witnessed', EU, 'ACTIVE');
  expect((await bench.describe('witnessed', EU)).GlobalTableWitnesses).toEqual([
    { RegionName: 'us-west-2', WitnessStatus: 'ACTIVE' },
  ]);
  await bench.admin.faultRegion(EU, 'refuse');
  await bench.items(US).put({ TableName: 'witnessed', Item: { pk: 'a' } });
  await bench.admin.clearFaults();
  expect(
    (await bench.items(EU).get({ TableName: 'witnessed', Key: { pk: 'a' }, ConsistentRead: true })).Item,
  ).toBeDefined();
});

test('both further members leave together, and a plain table is left', async () => {
  const updates = [EU, AP].map((RegionName) => ({ Delete: { RegionName } }));
  await bench.client(US).send(new UpdateTableCommand({ TableName, ReplicaUpdates: updates }));
  for (const region of [EU, AP]) await bench.replicaIs(TableName, region, undefined);
  expect((await bench.describe(TableName, US)).Replicas).toBeUndefined();
  expect(await read(US, 'quorum')).toBeDefined();
});
