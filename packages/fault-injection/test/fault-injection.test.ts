import { type Block, statementsOf, Template } from '@active-active/testing';
import * as fc from 'fast-check';
import { FaultInjection, type FaultInjectionProps } from '../src';
import { account, alarmArn, faults, region, type Zone } from './support';

type Props = FaultInjectionProps<Zone, 'us-east-1'>;

const everything: Partial<Props> = {
  cacheTags: { Stack: 'global-cache-eu-west-1' },
  isolatedRegions: ['us-east-1'],
  apiErrors: {
    roleArn: `arn:aws:iam::${account}:role/task`,
    service: 'ec2',
    operations: ['DescribeInstances', 'DescribeVpcs'],
    percentage: 25,
  },
};

function synthesise(changed: Partial<Props> = {}): Template {
  return Template.of((scope) => new FaultInjection(scope, 'faults', { ...faults, ...changed }));
}

function templates(template: Template): Block[] {
  return Object.values(template.resources('aws_fis_experiment_template'));
}

function named(template: Template, experiment: string): Block {
  return template.hasResource('aws_fis_experiment_template', { tags: { Name: `production-euw1-${experiment}` } });
}

test('is as recorded', () => {
  expect(synthesise().json).toMatchSnapshot();
});

test('has an experiment for each fault, each zone and each isolated region', () => {
  expect(
    templates(synthesise(everything))
      .map(({ tags }) => tags.Name.replace('production-euw1-', ''))
      .sort(),
  ).toEqual([
    'api-internal-error',
    'api-throttle',
    ...['a', 'b', 'c'].map((letter) => `az-network-eu-west-1${letter}`),
    ...['a', 'b', 'c'].map((letter) => `az-power-eu-west-1${letter}`),
    ...['a', 'b', 'c'].map((letter) => `cache-power-eu-west-1${letter}`),
    'cross-region-us-east-1',
    'dynamodb-network',
    'evacuation-drill',
    'pause-replication',
    'stop-tasks',
  ]);
});

test('a target that matches nothing is skipped at the defaults of FIS: here every experiment fails then', () => {
  expect(templates(synthesise(everything)).map(({ experiment_options }) => experiment_options)).toEqual(
    Array(16).fill({ account_targeting: 'single-account', empty_target_resolution_mode: 'fail' }),
  );
});

test('every experiment is stopped by the alarms, logged and reported', () => {
  for (const template of templates(synthesise(everything))) {
    expect(template['stop_condition']).toEqual([{ source: 'aws:cloudwatch:alarm', value: alarmArn() }]);
    expect(template['log_configuration'].cloudwatch_logs_configuration.log_group_arn).toMatch(/:\*$/);
    expect(template['experiment_report_configuration'].outputs.s3_configuration.prefix).toBe(template['tags'].Name);
    expect(template['role_arn']).toBe(faults.roleArn);
  }
});

test('the region’s own alarm ends a drill that works: the drill can have other alarms', () => {
  const value = `${alarmArn()}-abort`;
  const template = synthesise({ evacuationStopAlarmArns: [value] });
  expect(named(template, 'evacuation-drill')['stop_condition']).toEqual([{ source: 'aws:cloudwatch:alarm', value }]);
  expect(named(template, 'stop-tasks')['stop_condition'][0].value).toBe(alarmArn());
});

test('every action uses the target of its own name', () => {
  for (const { action, target } of templates(synthesise(everything))) {
    expect(action.map((one: Block) => one['target'].value)).toEqual(action.map((one: Block) => one['name']));
    expect(target.map((one: Block) => one['name'])).toEqual(action.map((one: Block) => one['name']));
  }
});

test('tasks are stopped by their share', () => {
  expect(named(synthesise({ stopTasksPercent: 25 }), 'stop-tasks')['target']).toEqual([
    {
      name: 'stop-tasks',
      resource_type: 'aws:ecs:task',
      selection_mode: 'PERCENT(25)',
      parameters: { cluster: 'orders', service: 'orders-api' },
    },
  ]);
});

test('a zone without power loses its tasks and its subnet, and nothing of other zones', () => {
  const { action, target } = named(synthesise(everything), 'az-power-eu-west-1b');
  expect(action.map((one: Block) => one['action_id'])).toEqual([
    'aws:ecs:stop-task',
    'aws:network:disrupt-connectivity',
  ]);
  expect(target).toMatchObject([
    { filter: [{ path: 'AvailabilityZone', values: ['eu-west-1b'] }] },
    { resource_arns: [`arn:aws:ec2:${region}:${account}:subnet/subnet-0b`] },
  ]);
});

test('the cache nodes of a zone are an experiment of their own: a zone without one fails nothing else', () => {
  const { action, target } = named(synthesise(everything), 'cache-power-eu-west-1b');
  expect(action).toMatchObject([{ action_id: 'aws:elasticache:replicationgroup-interrupt-az-power' }]);
  expect(target).toMatchObject([
    {
      resource_tag: [{ key: 'Stack', value: 'global-cache-eu-west-1' }],
      parameters: { availabilityZoneIdentifier: 'eu-west-1b' },
    },
  ]);
});

test('FIS finds replication groups by tags only: none is named by its ARN', () => {
  const targets = templates(synthesise(everything)).flatMap(({ target }) => target as Block[]);
  const caches = targets.filter(({ resource_type }) => resource_type === 'aws:elasticache:replicationgroup');
  expect(caches).toHaveLength(3);
  for (const cache of caches) expect(cache).not.toHaveProperty('resource_arns');
});

test.each([
  ['az-network-eu-west-1c', 'availability-zone', ['subnet-0c']],
  ['dynamodb-network', 'dynamodb', ['subnet-0a', 'subnet-0b', 'subnet-0c']],
  ['evacuation-drill', 'all', ['subnet-0a', 'subnet-0b', 'subnet-0c']],
])('%s denies %s on %j', (experiment, scope, ids) => {
  const { action, target } = named(synthesise(), experiment);
  expect(action[0].parameter).toContainEqual({ key: 'scope', value: scope });
  expect(target[0].resource_arns).toEqual(ids.map((id) => `arn:aws:ec2:${region}:${account}:subnet/${id}`));
});

test('replication is paused on this region’s replica', () => {
  expect(named(synthesise(), 'pause-replication')['target'][0].resource_arns).toEqual([
    `arn:aws:dynamodb:${region}:${account}:table/production-orders`,
  ]);
});

test('FIS injects no errors of DynamoDB: API errors are of EC2 or Kinesis, for one role', () => {
  const { action, target } = named(synthesise(everything), 'api-throttle');
  expect(target[0]).toMatchObject({ resource_type: 'aws:iam:role', resource_arns: [everything.apiErrors?.roleArn] });
  expect(action[0].parameter).toEqual([
    { key: 'service', value: 'ec2' },
    { key: 'operations', value: 'DescribeInstances,DescribeVpcs' },
    { key: 'percentage', value: '25' },
    { key: 'duration', value: 'PT15M' },
  ]);
});

test('a report shows the dashboards', () => {
  const dashboard = `arn:aws:cloudwatch::${account}:dashboard/orders`;
  const { experiment_report_configuration: report } = named(synthesise({ dashboardArns: [dashboard] }), 'stop-tasks');
  expect(report.data_sources.cloudwatch_dashboard).toEqual([{ dashboard_arn: dashboard }]);
});

test('the log’s key and resource policy name the services that write it', () => {
  const template = synthesise();
  expect(statementsOf(template.only('aws_kms_key')['policy'])['CloudWatchLogs']).toMatchObject({
    Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
  });
  const policy = template.only('aws_cloudwatch_log_resource_policy')['policy_document'];
  expect(statementsOf(policy)['DeliverLogs']).toMatchObject({
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Resource: `arn:aws:logs:${region}:${account}:log-group:/aws/vendedlogs/fis/production-euw1:log-stream:*`,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  });
  expect(template.only('aws_cloudwatch_log_group')['retention_in_days']).toBe(365);
});

test('reports are kept unless deletion protection is given up', () => {
  expect(synthesise().only('aws_s3_bucket')['force_destroy']).toBe(false);
  expect(synthesise({ deletionProtection: false }).only('aws_s3_bucket')['force_destroy']).toBe(true);
});

test('holds no role, so that it is planned while us-east-1 is dark', () => {
  expect(Object.keys(synthesise().json['resource']).filter((type) => type.startsWith('aws_iam'))).toEqual([]);
});

test('the order of zones changes nothing', () => {
  const { 'eu-west-1a': a, 'eu-west-1b': b, 'eu-west-1c': c } = faults.privateSubnetIds;
  fc.assert(
    fc.property(fc.shuffledSubarray(Object.entries({ a, b, c }), { minLength: 3 }), (entries) => {
      const privateSubnetIds = Object.fromEntries(
        entries.map(([letter, id]) => [`eu-west-1${letter}`, id]),
      ) as Props['privateSubnetIds'];
      expect(synthesise({ privateSubnetIds }).json).toEqual(synthesise().json);
    }),
    { numRuns: 6 },
  );
});
