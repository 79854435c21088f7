import { AwsError } from '../../../src/gateway/overlay';
import type { GlobalTable } from '../../../src/gateway/services/dynamodb/global-tables';
import type { TableDescription } from '../../../src/gateway/services/dynamodb/model';
import {
  type ReplicationRequest,
  type RuleInput,
  checkDeletable,
  checkReplicaUpdates,
} from '../../../src/gateway/services/dynamodb/replica-rules';
import { ACCOUNT } from '../../support/requests';

const description: TableDescription = {
  TableName: 'orders',
  TableArn: 'arn',
  TableStatus: 'ACTIVE',
  ItemCount: 0,
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [],
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

function table(replicas: GlobalTable['replicas'], consistency: GlobalTable['consistency'] = 'EVENTUAL'): GlobalTable {
  return { account: ACCOUNT, table: 'orders', keyNames: ['pk'], consistency, replicas };
}

/** The code and message of the refusal; `undefined` when there is none. */
function refusal(request: ReplicationRequest, input: Partial<RuleInput> = {}): string | undefined {
  try {
    checkReplicaUpdates({
      region: 'us-east-1',
      description,
      global: undefined,
      isAutoScaled: false,
      ...input,
      request,
    });
    return undefined;
  } catch (error) {
    return error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
  }
}

const create = (...regions: string[]): ReplicationRequest => ({
  ReplicaUpdates: regions.map((RegionName) => ({ Create: { RegionName } })),
});
const remove = (...regions: string[]): ReplicationRequest => ({
  ReplicaUpdates: regions.map((RegionName) => ({ Delete: { RegionName } })),
});
const strong = (request: ReplicationRequest): ReplicationRequest => ({ ...request, MultiRegionConsistency: 'STRONG' });

test('one replica of a table with a stream of both images may be created', () => {
  expect(refusal(create('eu-west-1'))).toBeUndefined();
});

test.each<[string, ReplicationRequest, Partial<RuleInput>, RegExp]>([
  ['the own region', create('us-east-1'), {}, /^ValidationException: Cannot add, delete, or update the local region/],
  ['two at a time', create('eu-west-1', 'ap-south-1'), {}, /more than one create or delete replica action/],
  [
    'one that there is',
    create('eu-west-1'),
    { global: table({ 'us-east-1': { status: 'ACTIVE' }, 'eu-west-1': { status: 'ACTIVE' } }) },
    /already existed as tables/,
  ],
  [
    'without a stream',
    create('eu-west-1'),
    { description: { ...description, StreamSpecification: { StreamEnabled: false } } },
    /NEW_AND_OLD_IMAGES/,
  ],
  [
    'with fixed capacity',
    create('eu-west-1'),
    { description: { ...description, BillingModeSummary: { BillingMode: 'PROVISIONED' } } },
    /Pay-Per-Request or AutoScaled/,
  ],
  [
    "without a key of its own, where the table has a customer's",
    create('eu-west-1'),
    {
      description: {
        ...description,
        SSEDescription: { SSEType: 'KMS', KMSMasterKeyArn: 'arn:aws:kms:us-east-1:1:key/k' },
      },
    },
    /KMSMasterKeyId must be specified for each replica/,
  ],
  ['removal of what there is not', remove('eu-west-1'), {}, /was not found$/],
  [
    'while another comes',
    create('ap-south-1'),
    { global: table({ 'us-east-1': { status: 'ACTIVE' }, 'eu-west-1': { status: 'CREATING' } }) },
    /^ResourceInUseException: Attempt to change a resource which is still in use: Table is being updated: orders$/,
  ],
  ['strong with one', strong(create('eu-west-1')), {}, /exactly three members/],
  [
    'strong with items',
    strong(create('eu-west-1', 'ap-south-1')),
    { description: { ...description, ItemCount: 1 } },
    /empty table only/,
  ],
])('fails when a replica is asked for %s', (_what, request, input, message) => {
  expect(refusal(request, input)).toMatch(message);
});

test('provisioned capacity that is scaled will do, and strong consistency needs no stream', () => {
  const provisioned = { ...description, BillingModeSummary: { BillingMode: 'PROVISIONED' } };
  expect(refusal(create('eu-west-1'), { description: provisioned, isAutoScaled: true })).toBeUndefined();
  const { StreamSpecification: _stream, ...plain } = description;
  expect(refusal(strong(create('eu-west-1', 'ap-south-1')), { description: plain })).toBeUndefined();
  expect(
    refusal(strong({ ...create('eu-west-1'), GlobalTableWitnessUpdates: [{ Create: { RegionName: 'us-west-2' } }] }), {
      description: plain,
    }),
  ).toBeUndefined();
});

test('a table through which a replica was added stays for a day', () => {
  const added = { status: 'ACTIVE', addedThrough: 'us-east-1', addedAt: '2026-01-01T00:00:00Z' } as const;
  const global = table({ 'us-east-1': { status: 'ACTIVE' }, 'eu-west-1': added });
  expect(() => checkDeletable('us-east-1', global, new Date('2026-01-01T23:00:00Z'))).toThrow('last 24 hours');
  expect(() => checkDeletable('us-east-1', global, new Date('2026-01-02T01:00:00Z'))).not.toThrow();
  expect(() => checkDeletable('eu-west-1', global, new Date('2026-01-01T23:00:00Z'))).not.toThrow();
  expect(() => checkDeletable('us-east-1', undefined, new Date())).not.toThrow();
});
