import { CommandError, UsageError } from '@active-active/command-line';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isAnswer, replicasOf } from '../src/cli/moving';
import { requireNewHome } from '../src/cli/new-home';

const errorOf = (httpStatusCode?: number) => Object.assign(new Error('x'), { $metadata: { httpStatusCode } });

test.each([
  ['a permission that is missing', errorOf(400), true],
  ['a table that is not there', errorOf(404), true],
  ['a failure of the region', errorOf(503), false],
  ['no response', errorOf(), false],
  ['no connection', new Error('connect ECONNREFUSED'), false],
])('whether a region answers: %s', (_, error, expected) => {
  expect(isAnswer(error)).toBe(expected);
});

describe('the new home', () => {
  /** As us-east-1 tells of its table, which is ACTIVE: the others. */
  const table = {
    TableStatus: 'ACTIVE',
    Replicas: [
      { RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE' },
      { RegionName: 'ap-south-1', ReplicaStatus: 'CREATING' },
      { RegionName: 'sa-east-1', ReplicaStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' },
      { RegionName: 'eu-west-2' },
    ],
  };
  const client = { send: () => Promise.resolve({ Table: table }) } as unknown as DynamoDBClient;
  const check = async (to: string) =>
    requireNewHome({ table: 'orders', from: 'us-east-1', to }, await replicasOf(client, 'orders'));

  test('has an active replica', async () => {
    await expect(check('eu-west-1')).resolves.toBeUndefined();
  });

  test.each([
    ['ap-south-1', 'CREATING'],
    ['sa-east-1', 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'],
    ['eu-west-2', 'UNKNOWN'],
  ])('fails when the replica in %s is %s', async (to, status) => {
    await expect(check(to)).rejects.toThrow(
      new CommandError(
        `the replica of orders in ${to} is ${status}, and only an ACTIVE one can be the home; wait for it, or give another --to`,
      ),
    );
  });

  test('fails when there is no replica', async () => {
    await expect(check('us-west-2')).rejects.toThrow(
      new UsageError(
        '--to must be a replica of orders, got us-west-2; us-east-1 knows [eu-west-1, ap-south-1, sa-east-1, eu-west-2]',
      ),
    );
  });
});
