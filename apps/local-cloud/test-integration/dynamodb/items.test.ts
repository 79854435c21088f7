import { BatchWriteItemCommand, CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { waitFor } from '../../src/waiting';
import { DynamoBench, EU, US, failureOf } from '../support/dynamodb';

const CLIENTS = 64;
/** 10,000 to be sure; fewer while a change is tried. */
const WRITES = Number(process.env['LOCAL_CLOUD_CONDITIONAL_WRITES'] ?? 2_000);

const bench = new DynamoBench();
beforeAll(async () => {
  await bench.up();
  await bench.createTable('items');
});
afterAll(() => bench.remove());

test(`no conditional write of ${CLIENTS} concurrent clients is lost`, async () => {
  const items = bench.items(US);
  await items.put({ TableName: 'items', Item: { pk: 'counter', version: 0 } });
  let acknowledged = 0;
  let refused = 0;
  const client = async () => {
    while (acknowledged + refused < WRITES) {
      const { Item } = await items.get({ TableName: 'items', Key: { pk: 'counter' }, ConsistentRead: true });
      const version = Item?.['version'] as number;
      try {
        await items.update({
          TableName: 'items',
          Key: { pk: 'counter' },
          UpdateExpression: 'SET version = :next',
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':seen': version, ':next': version + 1 },
        });
        acknowledged += 1;
      } catch (error) {
        if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
        refused += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const { Item } = await items.get({ TableName: 'items', Key: { pk: 'counter' }, ConsistentRead: true });
  expect(Item).toEqual({ pk: 'counter', version: acknowledged });
  expect(refused).toBeGreaterThan(0);
});

test('exactly one of concurrent claims wins, and the losers are shown the winner', async () => {
  const items = bench.items(US);
  const claim = (owner: number) =>
    items.put({
      TableName: 'items',
      Item: { pk: 'claim', owner },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  const results = await Promise.allSettled(Array.from({ length: CLIENTS }, (_, owner) => claim(owner)));
  const winners = results.flatMap(({ status }, owner) => (status === 'fulfilled' ? [owner] : []));
  expect(winners).toHaveLength(1);
  const loser = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect((loser.reason as { Item: object }).Item).toEqual({ pk: { S: 'claim' }, owner: { N: String(winners[0]) } });
});

test('a cancelled transaction says for each action why, and changes nothing', async () => {
  const items = bench.items(US);
  await items.put({ TableName: 'items', Item: { pk: 'taken' } });
  const error = await failureOf(
    items.transactWrite({
      TransactItems: [
        { Put: { TableName: 'items', Item: { pk: 'fresh' } } },
        { Put: { TableName: 'items', Item: { pk: 'taken' }, ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    }),
  );
  expect(error.name).toBe('TransactionCanceledException');
  expect((error['CancellationReasons'] as { Code: string }[]).map(({ Code }) => Code)).toEqual([
    'None',
    'ConditionalCheckFailed',
  ]);
  expect((await items.get({ TableName: 'items', Key: { pk: 'fresh' } })).Item).toBeUndefined();
});

test('a transaction that is sent again with its token is done once, also after its store was killed', async () => {
  const items = bench.items(US, { maxAttempts: 3 });
  const add = () =>
    items.transactWrite({
      ClientRequestToken: 'once',
      TransactItems: [
        {
          Update: {
            TableName: 'items',
            Key: { pk: 'total' },
            UpdateExpression: 'ADD amount :ten',
            ExpressionAttributeValues: { ':ten': 10 },
          },
        },
      ],
    });
  await add();
  await bench.cloud.kill(`item-store-${US}`);
  await add();
  expect((await items.get({ TableName: 'items', Key: { pk: 'total' } })).Item).toEqual({ pk: 'total', amount: 10 });
});

test('what a store has acknowledged survives its death: items, indexes of the table, and the stream', async () => {
  const items = bench.items(US, { maxAttempts: 5 });
  await items.put({ TableName: 'items', Item: { pk: 'kept', n: 1 } });
  const before = { table: await bench.describe('items', US), stream: await bench.stream('items', US) };
  await bench.cloud.kill(`item-store-${US}`);
  expect((await items.get({ TableName: 'items', Key: { pk: 'kept' } })).Item).toEqual({ pk: 'kept', n: 1 });
  expect(await bench.describe('items', US)).toEqual(before.table);
  expect(await bench.stream('items', US)).toEqual(before.stream);
});

test('a lost acknowledgement leaves its write done', async () => {
  const items = bench.items(US);
  await bench.replication.loseAcknowledgements(US, 1);
  try {
    await failureOf(items.put({ TableName: 'items', Item: { pk: 'unheard' } }));
    expect((await items.get({ TableName: 'items', Key: { pk: 'unheard' } })).Item).toEqual({ pk: 'unheard' });
    const refused = await failureOf(
      items.put({ TableName: 'items', Item: { pk: 'unheard' }, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    expect(refused.name).toBe('ConditionalCheckFailedException');
  } finally {
    expect(await bench.replication.lostAcknowledgements()).toBe(1);
    await bench.replication.keepAcknowledgements();
  }
});

test.each(['refuse', 'error'] as const)(
  'a region that is dark (%s) answers nothing; the others go on',
  async (mode) => {
    await bench.createTable(`dark-${mode}`, EU);
    await bench.admin.faultRegion(US, mode);
    try {
      await failureOf(bench.items(US).get({ TableName: 'items', Key: { pk: 'kept' } }));
      await bench.items(EU).put({ TableName: `dark-${mode}`, Item: { pk: 'a' } });
    } finally {
      await bench.admin.clearFaults();
    }
    expect((await bench.items(US).get({ TableName: 'items', Key: { pk: 'kept' } })).Item).toBeDefined();
  },
);

test('a region without a table has none, and needs no process to say so', async () => {
  expect((await bench.client('ap-south-1').send(new ListTablesCommand({}))).TableNames).toEqual([]);
  const error = await failureOf(bench.items('ap-south-1').get({ TableName: 'items', Key: { pk: 'a' } }));
  expect(error.name).toBe('ResourceNotFoundException');
  const { components } = await bench.admin.status();
  expect(components.map(({ name }) => name)).not.toContain('item-store-ap-south-1');
});

test('accounts do not see one another', async () => {
  const credentials = { accessKeyId: '999999999999', secretAccessKey: 'local' };
  const other = bench.client(US, { credentials });
  expect((await other.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  await other.send(
    new CreateTableCommand({
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
    }),
  );
  await other.send(
    new BatchWriteItemCommand({ RequestItems: { items: [{ PutRequest: { Item: { id: { N: '1' } } } }] } }),
  );
  expect((await bench.items(US).get({ TableName: 'items', Key: { pk: 'kept' } })).Item).toBeDefined();
});

test('an expired item is deleted, and the stream says by whom', async () => {
  const items = bench.items(EU);
  await bench.createTable('sessions', EU);
  await bench.cloud.json(
    'dynamodb',
    'DynamoDB_20120810.UpdateTimeToLive',
    { TableName: 'sessions', TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' } },
    EU,
  );
  const now = Math.floor(Date.now() / 1000);
  await items.put({ TableName: 'sessions', Item: { pk: 'old', until: now - 10 } });
  await items.put({ TableName: 'sessions', Item: { pk: 'new', until: now + 3600 } });
  const gone = async () =>
    (await items.get({ TableName: 'sessions', Key: { pk: 'old' } })).Item === undefined || undefined;
  expect(await waitFor(gone)).toBe(true);
  expect((await items.get({ TableName: 'sessions', Key: { pk: 'new' } })).Item).toBeDefined();
  const removal = (await bench.stream('sessions', EU)).find(({ eventName }) => eventName === 'REMOVE');
  expect(removal?.userIdentity).toEqual({ Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' });
});
