import { BaseStack } from '@active-active/construct-kit';
import { messageOf, statementsOf, Template, testApp } from '@active-active/testing';
import { TerraformOutput } from 'cdktf';
import { GlobalTable, GlobalTableReplica, tableReplicaArn } from '../src';
import { replica, replicaProps, tableProps } from './support';

describe('GlobalTableReplica', () => {
  test('has deletion protection and point-in-time recovery, which an inline replica block cannot both have', () => {
    replica().hasResource('aws_dynamodb_table_replica', {
      deletion_protection_enabled: true,
      point_in_time_recovery: true,
    });
    replica({ deletionProtection: false }).hasResource('aws_dynamodb_table_replica', {
      deletion_protection_enabled: false,
      point_in_time_recovery: true,
    });
  });

  test('has a key of its own region, which the replication role may use', () => {
    const template = replica();
    const key = template.only('aws_kms_key');
    expect(key['multi_region']).toBeUndefined();
    expect(statementsOf(key['policy'] as string)).toHaveProperty('DynamoDbReplication');
    template.hasResource('aws_kms_alias', { name: 'alias/production-euw1-table-production-orders' });
    expect(template.only('aws_dynamodb_table_replica')['kms_key_arn']).toMatch(
      /^\$\{aws_kms_key\.orders_encryption_key_\w+\.arn\}$/,
    );
  });

  test('names the main table by a computed ARN: reads no other stack', () => {
    const app = testApp();
    const stackIn = (region: string) =>
      new BaseStack(app, `global-table-${region}`, {
        environment: 'production',
        account: '111122223333',
        region,
        state: { type: 's3', bucket: `state-${region}`, region },
      });
    new GlobalTable(stackIn('us-east-1'), 'orders', tableProps);
    const stack = stackIn('eu-west-1');
    new GlobalTableReplica(stack, 'orders', replicaProps);
    const template = Template.ofStack(stack);
    expect(template.dataSources('terraform_remote_state')).toEqual({});
    expect(stack.providerRegions).toEqual(['eu-west-1']);
    template.hasResource('aws_dynamodb_table_replica', {
      global_table_arn: 'arn:aws:dynamodb:us-east-1:111122223333:table/production-orders',
    });
  });

  test('waits as long as a large table takes to copy', () => {
    replica().hasResource('aws_dynamodb_table_replica', { timeouts: { create: '120m' } });
    replica({ creationTimeoutInMinutes: 600 }).hasResource('aws_dynamodb_table_replica', {
      timeouts: { create: '600m' },
    });
  });

  test("output is the replica's ARN, not its id, which names the main region", () => {
    const template = Template.of((scope) => {
      const { outputs } = new GlobalTableReplica(scope, 'orders', replicaProps);
      expect(outputs.tableName).toBe('production-orders');
      new TerraformOutput(scope, 'arn', { value: outputs.replicaArn });
    });
    expect(template.outputs()['arn']?.['value']).toMatch(/^\$\{aws_dynamodb_table_replica\.orders_replica_\w+\.arn\}$/);
  });

  test('an alias holds no dot, though a table name may', () => {
    replica({ tableName: 'production.orders' }).hasResource('aws_kms_alias', {
      name: 'alias/production-euw1-table-production_orders',
    });
  });

  test('at its defaults', () => {
    expect(replica().json).toMatchSnapshot();
  });

  test('fails when it is in the main region, the account is malformed and the time too short: all at once', () => {
    expect(
      messageOf(() =>
        replica({ region: 'us-east-1', account: '1111', creationTimeoutInMinutes: 5, name: 'production.use1' }),
      ),
    ).toBe(
      [
        "test/orders: account must be 12 digits, got '1111'; give the account's id as a string",
        "test/orders: name may hold letters, digits, '/', '_' and '-', got 'production.use1'; it becomes part of a KMS alias",
        "test/orders: region must differ from mainRegion, got 'us-east-1' for both; the main table is that region's replica already",
        'test/orders: creationTimeoutInMinutes must be 30 or more, got 5; leave it out for 120',
      ].join('\n'),
    );
  });
});

test('tableReplicaArn differs between regions by the region alone', () => {
  expect(tableReplicaArn('111122223333', 'ap-south-1', 'production-orders')).toBe(
    'arn:aws:dynamodb:ap-south-1:111122223333:table/production-orders',
  );
});
