import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { type TestCloud } from '../support/cloud';
import { AP, DynamoBench, EU, REGIONS, type Region, US, failureOf } from '../support/dynamodb';
import { waitFor } from '../../src/waiting';

const bench = new DynamoBench();
beforeAll(async () => {
  await bench.up();
  await bench.createGlobalTable('orders');
});
afterAll(() => bench.remove());
beforeEach(() => bench.replication.setLag(50));
afterEach(() => bench.admin.clearFaults());

const read = async (region: Region, pk: string, table = 'orders') =>
  (await bench.items(region).get({ TableName: table, Key: { pk }, ConsistentRead: true })).Item;
const write = (region: Region, item: { pk: string; [name: string]: unknown }, table = 'orders') =>
  bench.items(region).put({ TableName: table, Item: item });

test('a write is seen at home at once, and arrives in another region after the lag', async () => {
  await bench.admin.faultLink(US, EU, { paused: true });
  await write(US, { pk: 'held', n: 1 });
  expect(await read(US, 'held')).toEqual({ pk: 'held', n: 1 });
  expect(await read(EU, 'held')).toBeUndefined();
  await bench.admin.clearFaults();
  await bench.replication.setLag(400);
  const started = Date.now();
  await write(US, { pk: 'lag', n: 1 });
  await waitFor(async () => (await read(EU, 'lag')) && true);
  expect(Date.now() - started).toBeGreaterThanOrEqual(399);
  await bench.quiesce();
  expect(await read(EU, 'held')).toEqual({ pk: 'held', n: 1 });
  expect(await read(AP, 'lag')).toEqual({ pk: 'lag', n: 1 });
});

test('each link has a lag of its own', async () => {
  await bench.replication.setLinkLag(US, AP, { lagMs: 5_000, jitterMs: 0 });
  await write(US, { pk: 'near-and-far' });
  await waitFor(async () => (await read(EU, 'near-and-far')) && true);
  expect(await read(AP, 'near-and-far')).toBeUndefined();
  await bench.replication.setLinkLag(US, AP, undefined);
  await bench.quiesce();
  expect(await read(AP, 'near-and-far')).toBeDefined();
});

/** Nothing travels between the two regions while `work` is done; all of it has arrived afterwards. */
async function apart(one: Region, other: Region, work: () => Promise<unknown>): Promise<void> {
  await bench.admin.faultLink(one, other, { paused: true });
  await bench.admin.faultLink(other, one, { paused: true });
  await work();
  await bench.admin.clearFaults();
  await bench.quiesce();
}

test('of two writes that do not know one another the later stays, everywhere; the oracle names the lost one', async () => {
  await apart(US, EU, async () => {
    await write(US, { pk: 'conflict', by: 'us' });
    await write(EU, { pk: 'conflict', by: 'eu' });
  });
  for (const region of REGIONS) expect(await read(region, 'conflict')).toEqual({ pk: 'conflict', by: 'eu' });
  const found = await bench.conflicts('orders');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    key: { pk: { S: 'conflict' } },
    losing: { region: US, image: { pk: { S: 'conflict' }, by: { S: 'us' } } },
    winning: { region: EU, image: { pk: { S: 'conflict' }, by: { S: 'eu' } } },
  });
});

test('the image that was dropped never shows in the stream of the region that dropped it', async () => {
  await apart(US, EU, async () => {
    await write(US, { pk: 'stream', by: 'loser' });
    await write(EU, { pk: 'stream', by: 'winner' });
  });
  const seen = async (region: Region) =>
    (await bench.stream('orders', region)).flatMap(({ dynamodb }) =>
      dynamodb?.Keys?.['pk']?.S === 'stream' ? [dynamodb.NewImage?.['by']?.S] : [],
    );
  expect(await seen(EU)).toEqual(['winner']);
  expect(await seen(US)).toEqual(['loser', 'winner']);
});

test('a write that knows the other is no conflict', async () => {
  const before = await bench.conflicts('orders');
  await write(US, { pk: 'chain', n: 1 });
  await bench.quiesce();
  await write(EU, { pk: 'chain', n: 2 });
  await bench.quiesce();
  await bench.items(AP).delete({ TableName: 'orders', Key: { pk: 'chain' } });
  await bench.quiesce();
  for (const region of REGIONS) expect(await read(region, 'chain')).toBeUndefined();
  expect(await bench.conflicts('orders')).toEqual(before);
});

test('a condition is evaluated against the own region alone, so both of two claims succeed and one is lost', async () => {
  const claim = (region: Region) =>
    bench.items(region).put({
      TableName: 'orders',
      Item: { pk: 'claimed', by: region },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  await apart(US, EU, () => Promise.all([claim(US), claim(EU)]));
  const lost = (await bench.conflicts('orders')).filter(({ key }) => (key['pk'] as { S: string }).S === 'claimed');
  expect(lost).toHaveLength(1);
  expect(new Set(await Promise.all(REGIONS.map(async (region) => (await read(region, 'claimed'))?.['by']))).size).toBe(
    1,
  );
});

test('a paused link holds writes back, in order, until it is cleared; the way back goes on', async () => {
  await bench.admin.faultLink(US, EU, { paused: true });
  for (let n = 1; n <= 3; n += 1) await write(US, { pk: 'paused', n });
  await write(EU, { pk: 'other-way' });
  await waitFor(async () => (await read(US, 'other-way')) && true);
  await waitFor(async () => ((await read(AP, 'paused'))?.['n'] === 3 ? true : undefined));
  expect(await read(EU, 'paused')).toBeUndefined();
  await bench.admin.clearFaults();
  await bench.quiesce();
  expect(await read(EU, 'paused')).toEqual({ pk: 'paused', n: 3 });
  const images = (await bench.stream('orders', EU)).filter(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S === 'paused');
  expect(images.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'MODIFY']);
});

test('nothing replicates from or to a region that is dark, and nothing is lost', async () => {
  await bench.admin.faultLink(EU, US, { paused: true });
  await write(EU, { pk: 'before-dark' });
  await bench.admin.faultRegion(EU, 'refuse');
  await bench.admin.clearLink(EU, US);
  await write(US, { pk: 'while-dark' });
  await waitFor(async () => (await read(AP, 'while-dark')) && true);
  expect(await read(US, 'before-dark')).toBeUndefined();
  await bench.admin.clearFaults();
  await bench.quiesce();
  expect(await read(US, 'before-dark')).toBeDefined();
  expect(await read(EU, 'while-dark')).toBeDefined();
});

test('what had not arrived arrives after stores were killed and the local cloud was taken down', async () => {
  await bench.admin.faultLink(US, EU, { paused: true });
  await write(US, { pk: 'survivor' });
  await bench.cloud.kill(`item-store-${US}`);
  await bench.cloud.kill(`item-store-${EU}`);
  await waitFor(async () => ((await failuresOf(bench.cloud)) === 0 ? true : undefined));
  await bench.cloud.down();
  await bench.up();
  await bench.quiesce();
  expect(await read(EU, 'survivor')).toBeDefined();
  expect((await bench.describe('orders', US)).Replicas?.map(({ RegionName }) => RegionName)).toEqual([EU, AP]);
});

test('replicas are alike in the end, after links that paused, stores that were killed, and a gateway that was', async () => {
  await bench.createGlobalTable('storm');
  await bench.replication.setLag(20, 200);
  let writing = true;
  const writer = async (region: Region, client: number) => {
    const items = bench.items(region);
    for (let n = 0; writing; n += 1) {
      const [pk, write] = [`k${(n * 7 + client) % 12}`, `${region}/${client}/${n}`];
      try {
        if (n % 9 === 8) await items.delete({ TableName: 'storm', Key: { pk } });
        else await items.put({ TableName: 'storm', Item: { pk, write } });
      } catch {
        // Cut: it may have been done.
        await sleep(20);
      }
    }
  };
  const writers = REGIONS.flatMap((region) => [0, 1].map((client) => writer(region, client)));
  for (const [from, to] of [
    [US, EU],
    [EU, AP],
    [AP, US],
  ] as const) {
    await bench.admin.faultLink(from, to, { paused: true });
    await sleep(150);
    await bench.cloud.kill(`item-store-${to}`);
    await sleep(150);
    await bench.admin.clearFaults();
  }
  process.kill(bench.cloud.instance.pid, 'SIGKILL');
  await bench.up();
  await sleep(300);
  writing = false;
  await Promise.all(writers);
  await bench.quiesce();
  const all = async (region: Region) => {
    const { Items = [] } = await bench.items(region).scan({ TableName: 'storm', ConsistentRead: true });
    return Items.sort((a, b) => String(a['pk']).localeCompare(String(b['pk'])));
  };
  const [us, eu, ap] = await Promise.all(REGIONS.map(all));
  expect(eu).toEqual(us);
  expect(ap).toEqual(us);
  expect(us?.length).toBeGreaterThan(0);
  expect(await bench.conflicts('storm')).not.toEqual([]);
});

test('a new replica has the items from before, those written meanwhile, and not those deleted', async () => {
  await bench.createTable('grows', US, { sortKey: true });
  const items = bench.items(US);
  const put = (n: number) => items.put({ TableName: 'grows', Item: { pk: `p${n % 7}`, sk: String(n), n } });
  for (let n = 0; n < 1_200; n += 50) await Promise.all(Array.from({ length: 50 }, (_, index) => put(n + index)));
  let writing = true;
  const meanwhile = (async () => {
    for (let n = 1_200; writing; n += 1) {
      await put(n);
      await items.delete({ TableName: 'grows', Key: { pk: `p${(n - 1_200) % 7}`, sk: String(n - 1_200) } });
    }
  })();
  await bench.addReplica('grows', EU);
  writing = false;
  await meanwhile;
  await bench.quiesce();
  const all = async (region: Region) => {
    const { Items = [] } = await bench.items(region).scan({ TableName: 'grows' });
    return Items.map(({ n }) => n as number).sort((a, b) => a - b);
  };
  expect(await all(EU)).toEqual(await all(US));
  expect((await bench.stream('grows', EU)).length).toBeLessThan((await bench.stream('grows', US)).length);
});

test('a transaction is whole in its region, and its items travel one by one', async () => {
  await bench.replication.setLag(0, 300);
  const torn = async () => {
    for (let round = 1; round <= 30; round += 1) {
      const item = (pk: string) => ({ Put: { TableName: 'orders', Item: { pk, round } } });
      await bench.items(US).transactWrite({ TransactItems: [item('debit'), item('credit')] });
      for (let look = 0; look < 10; look += 1) {
        const { Responses = [] } = await bench.items(EU).transactGet({
          TransactItems: ['debit', 'credit'].map((pk) => ({ Get: { TableName: 'orders', Key: { pk } } })),
        });
        if (Responses[0]?.Item?.['round'] !== Responses[1]?.Item?.['round']) return true;
      }
    }
    return false;
  };
  expect(await torn()).toBe(true);
  await bench.quiesce();
  expect((await read(EU, 'debit'))?.['round']).toBe((await read(EU, 'credit'))?.['round']);
});

test('one region expires items, and the deletes replicate', async () => {
  await bench.cloud.json('dynamodb', 'DynamoDB_20120810.UpdateTimeToLive', {
    TableName: 'orders',
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
  });
  await write(EU, { pk: 'expires', until: Math.floor(Date.now() / 1000) - 5 });
  await bench.quiesce();
  await waitFor(async () => ((await read(EU, 'expires')) === undefined ? true : undefined));
  await bench.quiesce();
  const removals = async (region: Region) =>
    (await bench.stream('orders', region)).filter(
      (record) => record.eventName === 'REMOVE' && record.dynamodb?.Keys?.['pk']?.S === 'expires',
    );
  expect((await removals(US)).map(({ userIdentity }) => userIdentity?.PrincipalId)).toEqual(['dynamodb.amazonaws.com']);
  expect((await removals(EU)).map(({ userIdentity }) => userIdentity)).toEqual([undefined]);
});

test('ReplicationLatency is published for each pair of regions, where the write was', async () => {
  await bench.replication.setLag(200);
  await write(US, { pk: 'measured' });
  await bench.quiesce();
  await bench.admin.service('dynamodb', 'POST', 'metrics');
  const metrics = JSON.stringify(
    await bench.cloud.query(
      'monitoring',
      { Action: 'ListMetrics', Version: '2010-08-01', Namespace: 'AWS/DynamoDB' },
      US,
    ),
  );
  for (const word of ['ReplicationLatency', 'ReceivingRegion', EU, AP]) expect(metrics).toContain(word);
});

test('replicas are added and removed one at a time, and never where a table of that name is', async () => {
  await bench.createTable('rules', US);
  const update = (...ReplicaUpdates: object[]) =>
    bench.client(US).send(new UpdateTableCommand({ TableName: 'rules', ReplicaUpdates }));
  expect(await failureOf(update({ Create: { RegionName: EU } }, { Create: { RegionName: AP } }))).toMatchObject({
    name: 'ValidationException',
  });
  expect((await failureOf(update({ Create: { RegionName: US } }))).message).toMatch(/local region/);
  await bench.admin.faultRegion(EU, 'refuse');
  const { TableDescription } = await update({ Create: { RegionName: EU } });
  expect(TableDescription).toMatchObject({
    TableStatus: 'UPDATING',
    Replicas: [{ RegionName: EU, ReplicaStatus: 'CREATING' }],
  });
  expect((await failureOf(update({ Create: { RegionName: AP } }))).name).toBe('ResourceInUseException');
  await bench.admin.clearFaults();
  await bench.replicaIs('rules', EU, 'ACTIVE');
  await bench.createTable('rules', AP);
  expect((await failureOf(update({ Create: { RegionName: AP } }))).message).toMatch(/already existed as tables/);
  expect((await failureOf(bench.client(US).send(new DeleteTableCommand({ TableName: 'rules' })))).message).toMatch(
    /source region/,
  );
  await update({ Delete: { RegionName: EU } });
  await bench.replicaIs('rules', EU, undefined);
  expect((await failureOf(bench.describe('rules', EU))).name).toBe('ResourceNotFoundException');
  await bench.client(US).send(new DeleteTableCommand({ TableName: 'rules' }));
});

async function failuresOf(cloud: TestCloud): Promise<number> {
  const { components } = (await fetch(`${cloud.instance.endpoint}/_local/status`).then((answer) => answer.json())) as {
    components: { state: string }[];
  };
  return components.filter(({ state }) => state !== 'ready').length;
}
