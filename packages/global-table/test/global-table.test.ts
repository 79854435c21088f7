import { statementsOf, Template } from '@active-active/testing';
import { GlobalTable } from '../src';
import { globalTable, indexByOwner, tableProps } from './support';

describe('GlobalTable', () => {
  test('is a table of the current version: streams with both images and no legacy global table resource', () => {
    const { template, outputs } = globalTable();
    template.hasResource('aws_dynamodb_table', {
      name: 'production-orders',
      stream_enabled: true,
      stream_view_type: 'NEW_AND_OLD_IMAGES',
    });
    template.resourceCountIs('aws_dynamodb_global_table', 0);
    expect(outputs.globalTableVersion).toBe('2019.11.21');
  });

  test('has deletion protection and 35 days of point-in-time recovery', () => {
    globalTable().template.hasResource('aws_dynamodb_table', {
      deletion_protection_enabled: true,
      point_in_time_recovery: { enabled: true, recovery_period_in_days: 35 },
    });
  });

  test('gives up deletion protection and recovery time only when told', () => {
    globalTable({ deletionProtection: false, recoveryPeriodInDays: 7 }).template.hasResource('aws_dynamodb_table', {
      deletion_protection_enabled: false,
      point_in_time_recovery: { enabled: true, recovery_period_in_days: 7 },
    });
  });

  test('leaves replicas to their own stacks: no replica block, and an apply does not delete them', () => {
    const table = globalTable().template.only('aws_dynamodb_table');
    expect(table['replica']).toBeUndefined();
    expect(table['lifecycle'].ignore_changes).toEqual(['replica']);
  });

  test('is the same whatever its replica regions: adding a region changes only the new stack', () => {
    const two = globalTable({ replicaRegions: ['eu-west-1'] }).template.json;
    const eight = globalTable({
      replicaRegions: ['ap-south-1', 'eu-west-1', 'us-west-2', 'eu-west-3', 'sa-east-1', 'ca-central-1', 'eu-north-1'],
    }).template.json;
    expect(eight).toEqual(two);
  });

  test('is encrypted with a single-Region key of its own that rotates', () => {
    const { template } = globalTable();
    const key = template.hasResource('aws_kms_key', { enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(key['multi_region']).toBeUndefined();
    template.hasResource('aws_kms_alias', { name: 'alias/production-use1-table-production-orders' });
    expect(template.only('aws_dynamodb_table')['server_side_encryption']).toEqual({
      enabled: true,
      kms_key_arn: expect.stringMatching(/^\$\{aws_kms_key\.orders_encryption_key_\w+\.arn\}$/) as string,
    });
  });

  test('key policy lets the replication role use the key through DynamoDB of any region', () => {
    const statement = statementsOf(globalTable().template.only('aws_kms_key')['policy'] as string)[
      'DynamoDbReplication'
    ];
    expect(statement).toEqual({
      Sid: 'DynamoDbReplication',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:DescribeKey',
        'kms:CreateGrant',
      ],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': '111122223333' },
        ArnEquals: {
          'aws:PrincipalArn':
            'arn:aws:iam::111122223333:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication',
        },
        StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' },
      },
    });
  });

  test('defines each key attribute once and no other attribute', () => {
    const { template } = globalTable({
      sortKey: { name: 'createdAt', type: 'N' },
      globalSecondaryIndexes: [
        { ...indexByOwner, sortKey: { name: 'createdAt', type: 'N' } },
        { name: 'by-status', partitionKey: { name: 'status', type: 'S' }, projection: 'KEYS_ONLY' },
      ],
      localSecondaryIndexes: [
        {
          name: 'by-total',
          sortKey: { name: 'total', type: 'N' },
          projection: 'INCLUDE',
          nonKeyAttributes: ['currency'],
        },
      ],
    });
    template.hasResource('aws_dynamodb_table', {
      hash_key: 'orderId',
      range_key: 'createdAt',
      attribute: [
        { name: 'createdAt', type: 'N' },
        { name: 'orderId', type: 'S' },
        { name: 'ownerId', type: 'S' },
        { name: 'status', type: 'S' },
        { name: 'total', type: 'N' },
      ],
      global_secondary_index: [
        { name: 'by-owner', hash_key: 'ownerId', range_key: 'createdAt', projection_type: 'ALL' },
        { name: 'by-status', hash_key: 'status', projection_type: 'KEYS_ONLY' },
      ],
      local_secondary_index: [
        { name: 'by-total', range_key: 'total', projection_type: 'INCLUDE', non_key_attributes: ['currency'] },
      ],
    });
  });

  test('on demand, indexes are not ignored: a new one is created by the next apply', () => {
    const table = globalTable({ globalSecondaryIndexes: [indexByOwner] }).template.only('aws_dynamodb_table');
    expect(table['lifecycle'].ignore_changes).toEqual(['replica']);
  });

  test('expires items by an attribute that need not be a key', () => {
    globalTable({ timeToLiveAttribute: 'expiresAt' }).template.hasResource('aws_dynamodb_table', {
      ttl: { enabled: true, attribute_name: 'expiresAt' },
      attribute: [{ name: 'orderId', type: 'S' }],
    });
  });

  test('computes the ARN of every replica, so that no stack reads another for it', () => {
    expect(globalTable().outputs.replicaArns).toEqual({
      'us-east-1': 'arn:aws:dynamodb:us-east-1:111122223333:table/production-orders',
      'eu-west-1': 'arn:aws:dynamodb:eu-west-1:111122223333:table/production-orders',
      'ap-south-1': 'arn:aws:dynamodb:ap-south-1:111122223333:table/production-orders',
    });
  });

  test('a region outside the table does not compile', () => {
    Template.of((scope) => {
      const { outputs } = new GlobalTable(scope, 'orders', tableProps);
      expect(outputs.replicaArns['eu-west-1']).toContain('eu-west-1');
      // @ts-expect-error the table has no replica in eu-west-3
      expect(outputs.replicaArns['eu-west-3']).toBeUndefined();
    });
  });

  test('at its defaults', () => {
    expect(globalTable().template.json).toMatchSnapshot();
  });
});
