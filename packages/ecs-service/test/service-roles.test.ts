import { serviceRoleArns, serviceRoleNames, ServiceRoles } from '@active-active/ecs-service';
import { type Block, statementsOf, Template } from '@active-active/testing';
import { account, region, requiredOfRoles, roles, service } from './props';

type Props = Parameters<typeof roles>[0];
const arn = (name: string, rest: string) => `arn:aws:${name}:${region}:${account}:${rest}`;

function statements(role: 'execution' | 'task', props?: Props): Readonly<Record<string, Block>> {
  return statementsOf(roles(props).hasResource('aws_iam_role_policy', { name: role })['policy']);
}

describe('task role', () => {
  it('names only the replica of its own region, its indexes and its key', () => {
    const { UseTable, QueryIndexes, UseTableKey } = statements('task');
    expect(UseTable?.['Resource']).toBe(arn('dynamodb', 'table/production-orders'));
    expect(QueryIndexes).toMatchObject({
      Action: 'dynamodb:Query',
      Resource: arn('dynamodb', 'table/production-orders/index/*'),
    });
    expect(UseTableKey?.['Resource']).toBe(arn('kms', 'key/*'));
    expect(JSON.stringify(statements('task'))).not.toContain('us-east-1');
  });

  it('names the key by its alias, for the id of a key is known only to the state of its region', () => {
    expect(statements('task')['UseTableKey']?.['Condition']).toEqual({
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/production-euw1-table-production-orders'] },
      StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' },
    });
  });

  it('names no key without the condition on its alias', () => {
    const keys = Object.values(statements('task', { enableExecuteCommand: true })).filter(({ Action }) =>
      [Action].flat().some((action: string) => action.startsWith('kms:')),
    );
    expect(keys).toHaveLength(2);
    for (const { Condition } of keys) {
      expect(Condition['ForAnyValue:StringEquals']['kms:ResourceAliases']).toEqual([expect.not.stringContaining('*')]);
    }
  });

  it('can do to items what an application does, and nothing to the table', () => {
    expect(statements('task')['UseTable']?.['Action']).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:DescribeTable',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
  });

  it('reads the streams of its replica only when asked to', () => {
    expect(statements('task')).not.toHaveProperty('ReadStream');
    const table = { ...requiredOfRoles.table, streamAccess: true };
    expect(statements('task', { table })['ReadStream']).toMatchObject({
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      Resource: arn('dynamodb', 'table/production-orders/stream/*'),
    });
  });

  it('logs in to the cache only as the user given, also to that of the nearest region', () => {
    expect(statements('task')).not.toHaveProperty('ConnectToCache');
    const cache = {
      replicationGroupArn: `arn:aws:elasticache:us-east-1:${account}:replicationgroup:orders-use1`,
      userArn: `arn:aws:elasticache:us-east-1:${account}:user:orders-use1`,
    };
    expect(statements('task', { cache })['ConnectToCache']).toMatchObject({
      Action: 'elasticache:Connect',
      Resource: [cache.replicationGroupArn, cache.userArn],
    });
  });

  it('opens exec channels only when ECS Exec is enabled', () => {
    expect(statements('task')).not.toHaveProperty('ExecChannels');
    const exec = statements('task', { enableExecuteCommand: true });
    expect(Object.keys(exec)).toEqual(
      expect.arrayContaining(['ExecChannels', 'ExecFindLogGroup', 'ExecWriteLog', 'ExecSessionKey']),
    );
    expect(exec['ExecSessionKey']).toMatchObject({ Action: 'kms:Decrypt', Resource: arn('kms', 'key/*') });
  });

  it('uses a wildcard resource only where AWS has no resource-level permission', () => {
    const wildcards = (role: 'execution' | 'task') =>
      Object.entries(statements(role, { enableExecuteCommand: true }))
        .filter(([, { Resource }]) => [Resource].flat().includes('*'))
        .map(([sid]) => sid);
    expect(wildcards('task')).toEqual(['WriteTraces', 'ExecChannels', 'ExecFindLogGroup']);
    expect(wildcards('execution')).toEqual(['RegistryToken']);
  });
});

describe('execution role', () => {
  it('pulls from the repositories of its images only, in its own region', () => {
    const resources = (repositoryNames: string[]) =>
      statements('execution', { repositoryNames })['PullImages']?.['Resource'];
    expect(resources(['production/orders-api', 'aws-otel-collector'])).toEqual([
      arn('ecr', 'repository/production/orders-api'),
      arn('ecr', 'repository/aws-otel-collector'),
    ]);
    expect(resources(['shared', 'shared'])).toEqual([arn('ecr', 'repository/shared')]);
  });
});

describe('both roles', () => {
  it('carry the region key in their names, for IAM is global', () => {
    const template = roles();
    template.resourceCountIs('aws_iam_role', 2);
    template.hasResource('aws_iam_role', { name: 'production-orders-api-euw1-task' });
    template.hasResource('aws_iam_role', { name: 'production-orders-api-euw1-execution' });
  });

  it('are assumed by tasks of this account only', () => {
    for (const role of Object.values(roles().resources('aws_iam_role'))) {
      expect(statementsOf(role['assume_role_policy'])['AssumedByService']).toMatchObject({
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      });
    }
  });

  it('read nothing and refer to nothing but one another, for they are applied before every region', () => {
    const { json } = roles({ enableExecuteCommand: true });
    expect(json['data']).toBeUndefined();
    expect(Object.keys(json['resource'])).toEqual(['aws_iam_role', 'aws_iam_role_policy']);
    for (const { policy } of Object.values<Block>(json['resource']['aws_iam_role_policy'])) {
      expect(policy).not.toContain('${');
    }
  });

  it('name the log groups and the key alias that the service of the same name makes', () => {
    const exec = { enableExecuteCommand: true };
    const made = service(exec);
    const groups = Object.values(made.resources('aws_cloudwatch_log_group')).map(({ name }) => name as string);
    const text = JSON.stringify([statements('task', exec), statements('execution')]);
    const named = [...text.matchAll(/log-group:([^:"]+):\*/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(groups.filter((name) => !name.startsWith('/aws/')).sort());
    expect(statements('task', exec)['ExecSessionKey']?.['Condition']).toEqual({
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [made.only('aws_kms_alias')['name']] },
    });
  });

  it('give their names and ARNs as plain strings, so that whoever takes them reads no state', () => {
    Template.of((scope) => {
      expect(new ServiceRoles(scope, 'roles', requiredOfRoles).outputs).toEqual({
        executionRoleArn: `arn:aws:iam::${account}:role/production-orders-api-euw1-execution`,
        taskRoleArn: `arn:aws:iam::${account}:role/production-orders-api-euw1-task`,
        executionRoleName: 'production-orders-api-euw1-execution',
        taskRoleName: 'production-orders-api-euw1-task',
      });
    });
    expect(serviceRoleNames('a')).toEqual({ execution: 'a-execution', task: 'a-task' });
    expect(serviceRoleArns('a', account)).toEqual({
      execution: `arn:aws:iam::${account}:role/a-execution`,
      task: `arn:aws:iam::${account}:role/a-task`,
    });
  });

  it('match their snapshot', () => {
    expect(roles().json).toMatchSnapshot();
  });
});
