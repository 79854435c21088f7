import { type Block, messageOf, statementsOf, Template } from '@active-active/testing';
import { ExperimentRole, experimentRoleArn, type ExperimentRoleProps } from '../src';
import { account, name, region } from './support';

const PROPS: ExperimentRoleProps = {
  name,
  region,
  account,
  clusterName: 'orders',
  tableName: 'production-orders',
  networkTags: { Stack: 'network-eu-west-1' },
  reportBucketName: 'production-reports-euw1',
};
const roleArn = `arn:aws:iam::${account}:role/task`;

function synthesise(changed: Partial<ExperimentRoleProps> = {}): Template {
  return Template.of((scope) => new ExperimentRole(scope, 'role', { ...PROPS, ...changed }));
}

function statements(changed: Partial<ExperimentRoleProps> = {}): Record<string, Block> {
  const policies = Object.values(synthesise(changed).resources('aws_iam_role_policy'));
  return Object.assign({}, ...policies.map(({ policy }) => statementsOf(policy))) as Record<string, Block>;
}

test('is as recorded', () => {
  expect(synthesise().json).toMatchSnapshot();
});

test('its name and ARN are computed', () => {
  expect(synthesise().only('aws_iam_role')['name']).toBe('production-euw1-experiment');
  expect(experimentRoleArn(name, account)).toBe(`arn:aws:iam::${account}:role/production-euw1-experiment`);
});

test('only experiments of this account and region assume it', () => {
  const trust = statementsOf(synthesise().only('aws_iam_role')['assume_role_policy']);
  expect(trust['AssumedByService']).toMatchObject({
    Principal: { Service: 'fis.amazonaws.com' },
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:fis:${region}:${account}:experiment/*` },
    },
  });
});

test('a wildcard resource is left to what has no other', () => {
  const wide = Object.entries(statements({ replicationGroupId: 'orders', dashboardArns: [dashboard] }))
    .filter(([, { Resource }]) => Resource === '*')
    .map(([sid]) => sid);
  expect(wide).toEqual(['ResolveTargetsByTags', 'DeliverLog', 'FindTasks', 'DrawWidgets', 'FindNetwork']);
});

const dashboard = `arn:aws:cloudwatch::${account}:dashboard/orders`;

test('the role may not change who writes to the account’s logs: the log group’s own stack admits the delivery', () => {
  expect(Object.values(statements()).flatMap(({ Action }) => Action as string | string[])).not.toContain(
    'logs:PutResourcePolicy',
  );
});

test('it stops tasks of the cluster and pauses the table’s replica of the region', () => {
  expect(statements()['StopTasks']?.['Resource']).toBe(`arn:aws:ecs:${region}:${account}:task/orders/*`);
  expect(statements()['PauseReplication']).toMatchObject({
    Resource: [
      `arn:aws:dynamodb:${region}:${account}:table/production-orders`,
      `arn:aws:dynamodb:${region}:${account}:table/production-orders/stream/*`,
    ],
  });
  expect(statements()['PauseReplication']?.['Action']).not.toContain('dynamodb:InjectError');
});

test('pausing a strongly consistent table takes a permission more', () => {
  expect(statements({ strongConsistency: true })['PauseReplication']?.['Action']).toContain('dynamodb:InjectError');
});

test('it disrupts the network of the tags, and deletes nothing that FIS has not made', () => {
  expect(statements()['DisruptSubnets']?.['Condition']).toEqual({
    StringEquals: { 'aws:ResourceTag/Stack': 'network-eu-west-1' },
  });
  const deleting = Object.values(statements()).filter(({ Action }) =>
    [Action].flat().some((action: string) => action.startsWith('ec2:Delete')),
  );
  expect(deleting.map(({ Condition }) => Condition)).toEqual([
    { StringEquals: { 'aws:ResourceTag/managedByFIS': 'true' } },
  ]);
});

test('it takes the power from the region’s replication group', () => {
  expect(statements({ replicationGroupId: 'orders' })['InterruptCache']?.['Resource']).toBe(
    `arn:aws:elasticache:${region}:${account}:replicationgroup:orders`,
  );
  expect(statements()).not.toHaveProperty('InterruptCache');
});

test('it injects errors of one service into the calls of one role', () => {
  expect(statements({ apiErrors: { roleArn, service: 'ec2' } })['InjectApiErrors']).toMatchObject({
    Resource: `arn:aws:fis:${region}:${account}:experiment/*`,
    Condition: {
      StringEquals: { 'fis:Service': 'ec2' },
      'ForAllValues:StringEquals': { 'fis:Targets': [roleArn] },
    },
  });
});

test('its policies fit into a role', () => {
  const policies = Object.values(
    synthesise({
      replicationGroupId: 'orders',
      dashboardArns: [dashboard],
      apiErrors: { roleArn, service: 'ec2' },
    }).resources('aws_iam_role_policy'),
  );
  const size = policies.reduce((sum, { policy }) => sum + policy.length, 0);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  expect(size).toBeLessThan(10_240);
});

test.each<[string, Partial<ExperimentRoleProps>, string]>([
  [
    'the role’s name is too long',
    { name: 'n'.repeat(54) },
    `role name '${'n'.repeat(54)}-experiment' has 65 characters, AWS allows 64; shorten it by 1`,
  ],
  [
    'the cluster is every cluster',
    { clusterName: '*' },
    "clusterName '*' is no name of a cluster; give the name alone, letters, digits, '_' and '-'",
  ],
  [
    'the table is every table',
    { tableName: 'production-*' },
    "tableName 'production-*' is no name of a table; give the name alone, 3 to 255 letters, digits, '_', '-' and '.'",
  ],
  [
    'the network has no tags',
    { networkTags: {} },
    "networkTags is empty, so the role could disrupt every network of the account; give the tags that the region's subnets carry",
  ],
  [
    'the replication group is every one',
    { replicationGroupId: '*' },
    "replicationGroupId '*' is no id of a replication group; use 1 to 40 lower-case letters, digits and hyphens",
  ],
  [
    'the role of the errors is every role',
    { apiErrors: { roleArn: `arn:aws:iam::${account}:role/*`, service: 'ec2' } },
    `apiErrors.roleArn 'arn:aws:iam::${account}:role/*' is no ARN of a role of account ${account}; give one such as 'arn:aws:iam::${account}:role/production-orders-api-use1-task'`,
  ],
  [
    'the bucket is every bucket',
    { reportBucketName: '*' },
    "reportBucketName '*' is no name of a bucket; use 3 to 63 lower-case letters, digits and hyphens",
  ],
  [
    'a dashboard is given by its name',
    { dashboardArns: ['orders'] },
    `dashboardArns 'orders' is no ARN of a dashboard; give 'arn:aws:cloudwatch::${account}:dashboard/<name>'`,
  ],
])('fails when %s', (_when, changed, message) => {
  expect(messageOf(() => synthesise(changed))).toBe(`test/role: ${message}`);
});
