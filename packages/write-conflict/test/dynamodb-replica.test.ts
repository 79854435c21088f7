import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type TranslateConfig } from '@aws-sdk/lib-dynamodb';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DynamoDbReplica,
  NotSentError,
  OutcomeUnknownError,
  type StoredItem,
  ThrottledError,
  VersionedStore,
} from '../src';

type Answer = { readonly status: number; readonly body: object } | 'no reply';

const key = { pk: 'order#1', sk: 'order' };
const item: StoredItem = {
  ...key,
  version: 2,
  homeRegion: 'eu-west-1',
  epoch: 1,
  writeIds: ['a', 'b'],
  lines: [{ count: 3 }],
};
const onTheWire = {
  pk: { S: 'order#1' },
  sk: { S: 'order' },
  version: { N: '2' },
  homeRegion: { S: 'eu-west-1' },
  epoch: { N: '1' },
  writeIds: { L: [{ S: 'a' }, { S: 'b' }] },
  lines: { L: [{ M: { count: { N: '3' } } }] },
};
const ok = (body: object = {}): Answer => ({ status: 200, body });
const failure = (name: string, more: object = {}): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: `${name} of DynamoDB`, ...more },
});

/** What the server was asked for, and what it answers next: the wire is the part of DynamoDB that this class touches. */
const requests: { operation: string; input: unknown }[] = [];
const answers: Answer[] = [];
let server: Server;
const clients: DynamoDBClient[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1]!;
      requests.push({ operation, input: JSON.parse(Buffer.concat(chunks).toString()) });
      const answer = answers.shift() ?? failure('InternalTestError');
      if (answer === 'no reply') return request.socket.destroy();
      return response
        .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy());
  requests.length = 0;
  answers.length = 0;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

function replicaOf(config: DynamoDBClientConfig = {}, translation?: TranslateConfig): DynamoDbReplica {
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    ...config,
  });
  clients.push(client);
  return new DynamoDbReplica({
    client: DynamoDBDocumentClient.from(client, translation),
    tableName: 'orders',
    region: 'eu-west-1',
  });
}

const operations = () => requests.map(({ operation }) => operation);

describe('get', () => {
  it('reads consistently', async () => {
    answers.push(ok({ Item: onTheWire }));

    await expect(replicaOf().get(key)).resolves.toStrictEqual(item);
    expect(requests).toStrictEqual([
      {
        operation: 'GetItem',
        input: { TableName: 'orders', Key: { pk: { S: 'order#1' }, sk: { S: 'order' } }, ConsistentRead: true },
      },
    ]);
  });

  it('reads at half the price when it is asked to, and gives undefined for nothing', async () => {
    answers.push(ok());

    await expect(replicaOf().get(key, { consistent: false })).resolves.toBeUndefined();
    expect(requests).toMatchObject([{ input: { ConsistentRead: false } }]);
  });
});

describe('put', () => {
  it('writes where there is no item', async () => {
    answers.push(ok());

    await expect(replicaOf().put(item, 'absent')).resolves.toStrictEqual({ done: true });
    expect(requests).toStrictEqual([
      {
        operation: 'PutItem',
        input: {
          TableName: 'orders',
          Item: onTheWire,
          ConditionExpression: 'attribute_not_exists(#pk)',
          ExpressionAttributeNames: { '#pk': 'pk' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]);
  });

  it('writes over the version, epoch and home that were read', async () => {
    answers.push(ok());

    await replicaOf().put(item, { version: 1, epoch: 1, homeRegion: 'eu-west-1' });

    expect(requests).toStrictEqual([
      {
        operation: 'PutItem',
        input: {
          TableName: 'orders',
          Item: onTheWire,
          ConditionExpression: '#version = :version AND #epoch = :epoch AND #homeRegion = :homeRegion',
          ExpressionAttributeNames: { '#version': 'version', '#epoch': 'epoch', '#homeRegion': 'homeRegion' },
          ExpressionAttributeValues: {
            ':version': { N: '1' },
            ':epoch': { N: '1' },
            ':homeRegion': { S: 'eu-west-1' },
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]);
  });

  it('writes over anything without a condition', async () => {
    answers.push(ok());

    await replicaOf().put(item, 'any');

    expect(requests).toStrictEqual([{ operation: 'PutItem', input: { TableName: 'orders', Item: onTheWire } }]);
  });

  it.each([
    ['by default', undefined],
    ['with options for reading', { unmarshallOptions: { convertWithoutMapWrapper: undefined } }],
  ])('gives the item that fails the condition, %s', async (_, translation) => {
    answers.push(ok({ Item: onTheWire }), failure('ConditionalCheckFailedException', { Item: onTheWire }));
    const replica = replicaOf({}, translation);
    await replica.get(key);

    await expect(replica.put(item, 'absent')).resolves.toStrictEqual({ done: false, current: item });
  });

  it('gives undefined when nothing is there to meet the condition', async () => {
    answers.push(failure('ConditionalCheckFailedException'));

    await expect(replicaOf().put(item, { version: 1, epoch: 1, homeRegion: 'eu-west-1' })).resolves.toStrictEqual({
      done: false,
      current: undefined,
    });
  });

  it('fails with any other error as the SDK throws it', async () => {
    answers.push(failure('ResourceNotFoundException'));

    await expect(replicaOf().put(item, 'absent')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('fails when a value has no type in DynamoDB, before anything is sent', async () => {
    const put = replicaOf().put({ ...item, since: new Date(0) }, 'absent');

    await expect(put).rejects.toThrow(NotSentError);
    await expect(put).rejects.toThrow(/^the request was not sent: Unsupported type passed/);
    expect(requests).toStrictEqual([]);
  });

  it('ends when the signal is aborted', async () => {
    await expect(replicaOf().put(item, 'absent', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(requests).toStrictEqual([]);
  });
});

describe('a store on it', () => {
  const storeOf = (config?: DynamoDBClientConfig) =>
    new VersionedStore({ replica: replicaOf(config), writeMode: 'write-to-your-region', retry: { attempts: 2 } });
  const from = { key, version: 1, homeRegion: 'eu-west-1', epoch: 1, writeIds: ['a'], data: {} };
  const setLines = () => ({ lines: [{ count: 3 }] });

  it("knows its write when the SDK's repetition fails the condition", async () => {
    answers.push('no reply', failure('ConditionalCheckFailedException', { Item: onTheWire }));

    await expect(storeOf({ maxAttempts: 2 }).update(key, setLines, { writeId: 'b', from })).resolves.toMatchObject({
      version: 2,
      data: { lines: [{ count: 3 }] },
    });
    expect(operations()).toStrictEqual(['PutItem', 'PutItem']);
  });

  it('reads when the SDK gives up without a reply', async () => {
    answers.push('no reply', ok({ Item: onTheWire }));

    await expect(storeOf().update(key, setLines, { writeId: 'b', from })).resolves.toMatchObject({ version: 2 });
    expect(operations()).toStrictEqual(['PutItem', 'GetItem']);
  });

  it('fails when no reply ever comes', async () => {
    answers.push('no reply', 'no reply', 'no reply');

    await expect(storeOf().update(key, setLines, { writeId: 'b', from })).rejects.toThrow(OutcomeUnknownError);
    expect(operations()).toStrictEqual(['PutItem', 'GetItem', 'GetItem']);
  });

  it('fails when DynamoDB throttles, after the attempts of the SDK and none of its own', async () => {
    answers.push(failure('ThrottlingException'), failure('ThrottlingException'));

    await expect(storeOf({ maxAttempts: 2 }).update(key, setLines, { from })).rejects.toThrow(ThrottledError);
    expect(operations()).toStrictEqual(['PutItem', 'PutItem']);
  });

  it('fails at once when a value has no type in DynamoDB', async () => {
    await expect(storeOf().update(key, () => ({ since: new Date(0) }), { from })).rejects.toThrow(NotSentError);
    expect(requests).toStrictEqual([]);
  });
});
