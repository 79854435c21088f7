import { messageOf } from '@active-active/testing';
import fc from 'fast-check';
import type { GlobalTableProps, KeyAttributeType } from '../src';
import { globalTable, indexByOwner, provisioned, tableProps } from './support';

const refusal = (props: Partial<GlobalTableProps<string>>) => messageOf(() => globalTable(props));

const sortKey = { name: 'createdAt', type: 'N' } as const;
const indexes = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...indexByOwner, name: `by-owner-${n}` }));

describe('fails when', () => {
  test.each<[string, Partial<GlobalTableProps<string>>, string]>([
    [
      'the name of the table is too short',
      { tableName: 'ab' },
      "tableName must be 3 to 255 of letters, digits, '_', '-' and '.', got 'ab' (2 characters); choose a name within these",
    ],
    [
      'the name of the table has a character that DynamoDB refuses',
      { tableName: 'orders/eu' },
      "tableName must be 3 to 255 of letters, digits, '_', '-' and '.', got 'orders/eu' (9 characters); choose a name within these",
    ],
    [
      'the alias composed from its names is too long',
      { tableName: 'a'.repeat(250) },
      `KMS alias 'alias/production-use1-table-${'a'.repeat(250)}' has 278 characters, AWS allows 256; shorten it by 22`,
    ],
    [
      'there is no replica region',
      { replicaRegions: [] },
      'replicaRegions must name at least one region, got []; a global table has two replicas or more',
    ],
    [
      'the main region is among the replica regions',
      { replicaRegions: ['us-east-1', 'eu-west-1'] },
      "replicaRegions must leave out the main region 'us-east-1', got [us-east-1, eu-west-1]; remove it, the main table is a replica already",
    ],
    [
      'a replica region stands twice',
      { replicaRegions: ['eu-west-1', 'eu-west-1'] },
      "replicaRegions must name each region once, got [eu-west-1, eu-west-1]; remove the second 'eu-west-1'",
    ],
    [
      'a key is of a type that no key has',
      { partitionKey: { name: 'orderId', type: 'BOOL' as KeyAttributeType } },
      "partitionKey 'orderId' must be of type S, N or B, got 'BOOL'; a key has no other type",
    ],
    [
      'a key has no name',
      { partitionKey: { name: '', type: 'S' } },
      "partitionKey must have a name of 1 to 255 characters, got '' (0 characters); rename it",
    ],
    [
      'the sort key is the partition key',
      { sortKey: { name: 'orderId', type: 'S' } },
      "sortKey must differ from the partition key, got 'orderId' for both; choose another attribute or leave it out",
    ],
    [
      'an index has a key attribute with another type than the table',
      { globalSecondaryIndexes: [{ name: 'by-order', partitionKey: { name: 'orderId', type: 'N' } }] },
      "globalSecondaryIndexes[by-order].partitionKey 'orderId' is of type N, but partitionKey has it as S; an attribute has one type",
    ],
    [
      'there are more than 20 global indexes',
      { globalSecondaryIndexes: indexes(22) },
      'globalSecondaryIndexes may hold 20, got 22; remove 2, or raise the quota and this check',
    ],
    [
      'there are more than 5 local indexes',
      {
        sortKey,
        localSecondaryIndexes: indexes(6).map(({ name }) => ({ name, sortKey: { name: 'total', type: 'N' } })),
      },
      'localSecondaryIndexes may hold 5, got 6; remove 1',
    ],
    [
      'a local index stands on a table without a sort key',
      { localSecondaryIndexes: [{ name: 'by-total', sortKey: { name: 'total', type: 'N' } }] },
      'localSecondaryIndexes need a table with a sort key, got [by-total] and no sortKey; add one, or use a global secondary index',
    ],
    [
      'two indexes have one name',
      { globalSecondaryIndexes: [indexByOwner, indexByOwner] },
      "indexes must have different names, got 'by-owner' more than once; rename one of each",
    ],
    [
      'the name of an index is malformed',
      { globalSecondaryIndexes: [{ ...indexByOwner, name: 'by owner' }] },
      "index name must be 3 to 255 of letters, digits, '_', '-' and '.', got 'by owner' (8 characters); choose a name within these",
    ],
    [
      'an INCLUDE projection includes nothing',
      { globalSecondaryIndexes: [{ ...indexByOwner, projection: 'INCLUDE' }] },
      "index 'by-owner' projects INCLUDE, but has no nonKeyAttributes; name them, or project KEYS_ONLY",
    ],
    [
      'attributes are named that the projection does not include',
      { globalSecondaryIndexes: [{ ...indexByOwner, nonKeyAttributes: ['total'] }] },
      "index 'by-owner' has nonKeyAttributes, but projects ALL; project INCLUDE, or remove them",
    ],
    [
      'indexes include more than 100 attributes',
      {
        globalSecondaryIndexes: [
          { ...indexByOwner, projection: 'INCLUDE', nonKeyAttributes: indexes(101).map(({ name }) => name) },
        ],
      },
      'nonKeyAttributes of all indexes may hold 100, got 101; project ALL instead',
    ],
    [
      'time to live is a key of the table',
      { sortKey, timeToLiveAttribute: 'createdAt' },
      "timeToLiveAttribute must not be a key of the table, got 'createdAt'; put the expiry time in an attribute of its own",
    ],
    [
      'time to live is no number',
      { globalSecondaryIndexes: [indexByOwner], timeToLiveAttribute: 'ownerId' },
      "timeToLiveAttribute 'ownerId' must be a number (seconds since 1970), but globalSecondaryIndexes[by-owner].partitionKey has it as S; use another attribute",
    ],
    [
      'time to live is empty',
      { timeToLiveAttribute: '' },
      "timeToLiveAttribute must not be empty, got ''; leave it out to keep items for ever",
    ],
    [
      'the minimum capacity is above the maximum',
      { billing: { ...provisioned, write: { min: 20, max: 10 } } },
      'billing.write must have min <= max, got min 20 and max 10; swap or raise them',
    ],
    [
      'the capacity of an index is no whole number',
      { billing: provisioned, globalSecondaryIndexes: [{ ...indexByOwner, read: { min: 0.5, max: 10 } }] },
      'globalSecondaryIndexes[by-owner].read must have a whole min and max of 1 or more, got min 0.5 and max 10; give capacity units a second',
    ],
    [
      'the target utilisation is out of range',
      { billing: { ...provisioned, targetUtilization: 95 } },
      'billing.targetUtilization must be 20 to 90 per cent, got 95; 70 is usual',
    ],
    [
      'an index of an on-demand table has a capacity',
      { globalSecondaryIndexes: [{ ...indexByOwner, write: { min: 1, max: 10 } }] },
      "globalSecondaryIndexes[by-owner].write is set, but billing is on-demand; remove it, or choose billing mode 'provisioned'",
    ],
    [
      'the recovery period is out of range',
      { recoveryPeriodInDays: 36 },
      'recoveryPeriodInDays must be a whole number from 1 to 35, got 36; leave it out for 35',
    ],
    [
      'an eventually consistent table has a witness',
      { witnessRegion: 'eu-west-3' },
      "witnessRegion is for consistency 'strong' only, got 'eu-west-3' with 'eventual'; remove it",
    ],
  ])('%s', (_, props, problem) => {
    expect(refusal(props)).toBe(`test/orders: ${problem}`);
  });

  test('several things are wrong: all at once', () => {
    expect(refusal({ replicaRegions: [], recoveryPeriodInDays: 0 })).toBe(
      [
        'test/orders: replicaRegions must name at least one region, got []; a global table has two replicas or more',
        'test/orders: recoveryPeriodInDays must be a whole number from 1 to 35, got 0; leave it out for 35',
      ].join('\n'),
    );
  });

  test('strong consistency breaks every rule of MRSC: all at once, the provider last', () => {
    expect(
      refusal({
        consistency: 'strong',
        sortKey,
        replicaRegions: ['eu-west-1'],
        timeToLiveAttribute: 'expiresAt',
        localSecondaryIndexes: [{ name: 'by-total', sortKey: { name: 'total', type: 'N' } }],
      }),
    ).toBe(
      [
        "consistency 'strong' needs three replicas, or two and a witness, got 2 replicas [us-east-1, eu-west-1] and no witness; change replicaRegions or witnessRegion",
        "consistency 'strong' needs all regions in one of AWS's region sets, got [us-east-1, eu-west-1]; the sets are us-east-1 us-east-2 us-west-2 | eu-west-1 eu-west-2 eu-west-3 eu-central-1 | ap-northeast-1 ap-northeast-2 ap-northeast-3",
        "consistency 'strong' has no time to live, got timeToLiveAttribute 'expiresAt'; remove it and delete items yourself",
        "consistency 'strong' has no local secondary indexes, got [by-total]; use global ones",
        "consistency 'strong' needs provider hashicorp/aws 6.3 or later, the stacks run with 5.100.0; stay with 'eventual', or upgrade the provider and this package",
      ]
        .map((problem) => `test/orders: ${problem}`)
        .join('\n'),
    );
  });

  test('strong consistency is right in all but the provider, which lacks it', () => {
    expect(refusal({ consistency: 'strong', replicaRegions: ['us-east-2', 'us-west-2'] })).toBe(
      "test/orders: consistency 'strong' needs provider hashicorp/aws 6.3 or later, the stacks run with 5.100.0; stay with 'eventual', or upgrade the provider and this package",
    );
  });

  test('strong consistency has a witness, which the provider lacks for longer', () => {
    expect(refusal({ consistency: 'strong', replicaRegions: ['us-east-2'], witnessRegion: 'us-west-2' })).toBe(
      "test/orders: consistency 'strong' needs provider hashicorp/aws 6.22 or later, the stacks run with 5.100.0; stay with 'eventual', or upgrade the provider and this package",
    );
  });

  test('the witness of strong consistency holds a replica', () => {
    expect(
      refusal({ consistency: 'strong', replicaRegions: ['us-east-2'], witnessRegion: 'us-east-2' }).split('\n')[0],
    ).toBe("test/orders: witnessRegion must not hold a replica, got 'us-east-2'; choose the third region");
  });
});

test('property: a table is accepted exactly when its regions are distinct and two or more, and names each once', () => {
  const region = fc.constantFrom('us-east-1', 'us-west-2', 'eu-west-1', 'ap-south-1', 'sa-east-1');
  fc.assert(
    fc.property(region, fc.array(region, { maxLength: 5 }), (main, replicaRegions) => {
      const valid =
        replicaRegions.length > 0 &&
        !replicaRegions.includes(main) &&
        new Set(replicaRegions).size === replicaRegions.length;
      const outcome = () => {
        try {
          return Object.keys(globalTable({ ...tableProps, region: main, replicaRegions }).outputs.replicaArns).sort();
        } catch {
          return 'refused';
        }
      };
      expect(outcome()).toEqual(valid ? [main, ...replicaRegions].sort() : 'refused');
    }),
    { numRuns: 50 },
  );
});
