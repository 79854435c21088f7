import type { Template } from '@active-active/testing';
import { globalTable, indexByOwner, provisioned } from './support';

const resourceOf = (template: Template, type: string, resourceId: string, dimension: string) =>
  Object.values(template.resources(type)).filter(
    (block) => block['resource_id'].endsWith(resourceId) && block['scalable_dimension'].includes(dimension),
  );

describe('provisioned GlobalTable', () => {
  test('scales reads and writes of table and index before any replica can exist: all in the main stack', () => {
    const { template } = globalTable({ billing: provisioned, globalSecondaryIndexes: [indexByOwner] });
    template.resourceCountIs('aws_appautoscaling_target', 4);
    template.resourceCountIs('aws_appautoscaling_policy', 4);
    for (const dimension of [
      'dynamodb:table:ReadCapacityUnits',
      'dynamodb:table:WriteCapacityUnits',
      'dynamodb:index:ReadCapacityUnits',
      'dynamodb:index:WriteCapacityUnits',
    ]) {
      template.hasResource('aws_appautoscaling_target', { scalable_dimension: dimension });
    }
  });

  test('starts at the minimum and scales within the bounds, an index within its own', () => {
    const { template } = globalTable({
      billing: provisioned,
      globalSecondaryIndexes: [{ ...indexByOwner, write: { min: 20, max: 200 } }],
    });
    template.hasResource('aws_dynamodb_table', {
      billing_mode: 'PROVISIONED',
      read_capacity: 5,
      write_capacity: 10,
      global_secondary_index: [{ name: 'by-owner', read_capacity: 5, write_capacity: 20 }],
    });
    const type = 'aws_appautoscaling_target';
    expect(resourceOf(template, type, '.name}', 'table:Write')).toMatchObject([
      { min_capacity: 10, max_capacity: 100 },
    ]);
    expect(resourceOf(template, type, '/index/by-owner', 'index:Write')).toMatchObject([
      { min_capacity: 20, max_capacity: 200 },
    ]);
    expect(resourceOf(template, type, '/index/by-owner', 'index:Read')).toMatchObject([
      { min_capacity: 5, max_capacity: 500 },
    ]);
  });

  test('tracks 70 per cent, or what it is told', () => {
    const targets = (targetUtilization?: number) =>
      Object.values(
        globalTable({ billing: { ...provisioned, targetUtilization } }).template.resources('aws_appautoscaling_policy'),
      ).map((policy) => policy['target_tracking_scaling_policy_configuration'].target_value);
    expect(targets()).toEqual([70, 70]);
    expect(targets(50)).toEqual([50, 50]);
  });

  test("policies have DynamoDB's own names: a second policy of the same metric is refused", () => {
    const names = Object.values(
      globalTable({ billing: provisioned }).template.resources('aws_appautoscaling_policy'),
    ).map((policy) => policy['name'] as string);
    expect(names).toEqual([
      expect.stringMatching(/^DynamoDBReadCapacityUtilization:\$\{aws_appautoscaling_target\.[\w-]+\.resource_id\}$/),
      expect.stringMatching(/^DynamoDBWriteCapacityUtilization:\$\{aws_appautoscaling_target\.[\w-]+\.resource_id\}$/),
    ]);
  });

  test('leaves capacities to autoscaling: a plan does not put them back', () => {
    const table = globalTable({ billing: provisioned }).template.only('aws_dynamodb_table');
    expect(table['lifecycle'].ignore_changes).toEqual(['replica', 'read_capacity', 'write_capacity']);
  });

  test('leaves index capacities to autoscaling, except in an apply that changes indexes', () => {
    const ignored = (applyIndexChanges?: boolean) =>
      globalTable({ billing: provisioned, globalSecondaryIndexes: [indexByOwner], applyIndexChanges }).template.only(
        'aws_dynamodb_table',
      )['lifecycle'].ignore_changes as string[];
    expect(ignored()).toContain('global_secondary_index');
    expect(ignored(true)).not.toContain('global_secondary_index');
  });

  test('resource ids come from index names, not from positions', () => {
    const idsOf = (names: readonly string[]) =>
      Object.keys(
        globalTable({
          billing: provisioned,
          globalSecondaryIndexes: names.map((name) => ({ ...indexByOwner, name })),
        }).template.resources('aws_appautoscaling_target'),
      );
    expect(idsOf(['by-status', 'by-owner'])).toEqual(expect.arrayContaining(idsOf(['by-owner'])));
  });

  test('on demand has no autoscaling', () => {
    const { template } = globalTable();
    template.resourceCountIs('aws_appautoscaling_target', 0);
    template.hasResource('aws_dynamodb_table', { billing_mode: 'PAY_PER_REQUEST' });
  });
});
