import { responseJson } from '../../../src/gateway/aws-request';
import { AwsError } from '../../../src/gateway/overlay';
import { dynamoDb } from '../../../src/gateway/services/dynamodb';
import { isItemWrite } from '../../../src/gateway/services/dynamodb/actions';
import { LostAcknowledgements } from '../../../src/gateway/services/dynamodb/lost-acknowledgements';
import { tablesOf } from '../../../src/gateway/services/dynamodb/tables-of';
import { tableName } from '../../../src/gateway/services/dynamodb/table-name';
import { describeIn } from '../../../src/gateway/services/dynamodb/table-view';
import type { TableDescription } from '../../../src/gateway/services/dynamodb/model';
import { OverlayBench } from '../../support/overlays';
import { ACCOUNT, jsonRequest } from '../../support/requests';

const request = (action: string, body: object) => jsonRequest('dynamodb', `DynamoDB_20120810.${action}`, body);

describe('a region that never had a table', () => {
  const [overlay] = dynamoDb();
  const bench = new OverlayBench(() => ({}));
  beforeAll(() => overlay?.start?.(bench.host()));
  afterAll(() => overlay?.stop?.());
  const call = async (action: string, body: object) => {
    const made = request(action, body);
    return responseJson(await overlay!.handle(made, bench.context(made)));
  };

  test('lists none, and starts no process for it', async () => {
    expect(await call('ListTables', {})).toEqual({ TableNames: [] });
  });

  test.each(['DescribeTable', 'GetItem', 'PutItem'])('does not find one (%s)', async (action) => {
    await expect(call(action, { TableName: 't' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 400,
    });
    await expect(call(action, { TableName: 't' })).rejects.toBeInstanceOf(AwsError);
  });

  test('has switches for tests', async () => {
    const admin = (method: string, path: string, body?: object) => overlay!.admin!(method, path, body);
    expect(await admin('GET', 'replication')).toEqual({ settings: { lagMs: 100, jitterMs: 50, links: {} }, links: [] });
    expect(await admin('PUT', 'replication/links/us-east-1/eu-west-1', { lagMs: 5 })).toMatchObject({
      links: { 'us-east-1>eu-west-1': { lagMs: 5, jitterMs: 0 } },
    });
    expect(await admin('PUT', 'replication', { lagMs: 7, jitterMs: 1 })).toMatchObject({ lagMs: 7, jitterMs: 1 });
    expect(await admin('POST', 'quiesce', { timeoutMs: 10 })).toEqual({ quiet: true, links: [] });
    expect(await admin('GET', 'conflicts')).toEqual({ conflicts: [] });
    expect(await admin('GET', 'nothing')).toBeUndefined();
    await expect(admin('PUT', 'lost-acknowledgements/us-east-1', { share: 2 })).rejects.toThrow(
      'share must be a number from 0 to 1, got 2',
    );
  });
});

test('a description names the other replicas, and the state of what is under way', () => {
  const description = { TableName: 't', TableStatus: 'ACTIVE' } as TableDescription;
  const table = {
    account: ACCOUNT,
    table: 't',
    keyNames: ['pk'],
    consistency: 'EVENTUAL' as const,
    replicas: { a: { status: 'ACTIVE' as const }, b: { status: 'CREATING' as const, addedThrough: 'a', kmsKey: 'k' } },
  };
  expect(describeIn('a', description, table)).toMatchObject({
    TableStatus: 'UPDATING',
    GlobalTableVersion: '2019.11.21',
    Replicas: [{ RegionName: 'b', ReplicaStatus: 'CREATING', KMSMasterKeyId: 'k' }],
  });
  expect(describeIn('b', description, table)).toMatchObject({
    TableStatus: 'CREATING',
    Replicas: [{ RegionName: 'a' }],
  });
  expect(describeIn('a', description, undefined)).toBe(description);
});

test.each([
  ['PutItem', { TableName: 't' }],
  ['PutItem', { TableName: 'arn:aws:dynamodb:us-east-1:123456789012:table/t' }],
  ['BatchWriteItem', { RequestItems: { t: [] } }],
  ['TransactWriteItems', { TransactItems: [{ Put: { TableName: 't' } }] }],
  ['ExecuteStatement', { Statement: 'SELECT * FROM "t" WHERE pk = ?' }],
  ['ExecuteStatement', { Statement: "insert into t value {'pk': ?}" }],
])('the table of %s %j is found', (action, body) => {
  expect(tablesOf(request(action, body))).toEqual(['t']);
});

test('a table may be named by its ARN', () => {
  expect(tableName('arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/i')).toBe('orders');
  expect(tableName('orders')).toBe('orders');
  expect(tableName(undefined)).toBe('');
});

test('acknowledgements are lost by share and region, of writes alone', () => {
  const draws = [0.05, 0.2, 0.05];
  const lost = new LostAcknowledgements(() => draws.shift() ?? 1);
  lost.set('us-east-1', 0.1);
  expect(['eu-west-1', 'us-east-1', 'us-east-1', 'us-east-1'].map((region) => lost.loses(region))).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(lost.list()).toEqual({ shares: { 'us-east-1': 0.1 }, lost: 2 });
  expect(['PutItem', 'TransactWriteItems', 'GetItem', 'TransactGetItems'].map(isItemWrite)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
