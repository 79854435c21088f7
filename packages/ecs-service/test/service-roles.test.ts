import { PUBLIC_COLLECTOR_IMAGE } from '@active-active/ecs-service';
import { type Block, statementsOf } from '@active-active/testing';
import { account, region, service } from './props';

type Props = Parameters<typeof service>[0];
const arn = (name: string, rest: string) => `arn:aws:${name}:${region}:${account}:${rest}`;

function statements(role: 'execution' | 'task', props?: Props): Readonly<Record<string, Block>> {
  return statementsOf(service(props).hasResource('aws_iam_role_policy', { name: role })['policy']);
}

describe('task role', () => {
  it('names only the replica of its own region, its indexes and its key', () => {
    const { UseTable, QueryIndexes, UseTableKey } = statements('task');
    expect(UseTable?.['Resource']).toBe(arn('dynamodb', 'table/production-orders'));
    expect(QueryIndexes).toMatchObject({
      Action: 'dynamodb:Query',
      Resource: arn('dynamodb', 'table/production-orders/index/*'),
    });
    expect(UseTableKey).toMatchObject({
      Resource: arn('kms', 'key/1'),
      Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
    });
    expect(JSON.stringify(statements('task'))).not.toContain('us-east-1');
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

  it('reads the stream only when its ARN is given', () => {
    expect(statements('task')).not.toHaveProperty('ReadStream');
    const table = {
      replicaArn: arn('dynamodb', 'table/t'),
      keyArn: arn('kms', 'key/1'),
      streamArn: arn('dynamodb', 'table/t/stream/1'),
    };
    expect(statements('task', { table })['ReadStream']).toMatchObject({ Resource: table.streamArn });
  });

  it('logs in to the cache only as the user given', () => {
    const cache = { port: 6379, cidrs: ['10.0.0.0/20'] };
    expect(statements('task', { cache })).not.toHaveProperty('ConnectToCache');
    const replicationGroupArn = arn('elasticache', 'replicationgroup:orders');
    const userArn = arn('elasticache', 'user:orders');
    expect(statements('task', { cache: { ...cache, replicationGroupArn, userArn } })['ConnectToCache']).toMatchObject({
      Action: 'elasticache:Connect',
      Resource: [replicationGroupArn, userArn],
    });
  });

  it('opens exec channels only when ECS Exec is enabled', () => {
    expect(statements('task')).not.toHaveProperty('ExecChannels');
    expect(Object.keys(statements('task', { enableExecuteCommand: true }))).toEqual(
      expect.arrayContaining(['ExecChannels', 'ExecFindLogGroup', 'ExecWriteLog', 'ExecSessionKey']),
    );
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
    expect(statements('execution')['PullImages']?.['Resource']).toEqual([
      arn('ecr', 'repository/orders-api'),
      arn('ecr', 'repository/aws-otel-collector'),
    ]);
    const publicCollector = { collectorImage: PUBLIC_COLLECTOR_IMAGE, internetEgress: true };
    expect(statements('execution', publicCollector)['PullImages']?.['Resource']).toEqual([
      arn('ecr', 'repository/orders-api'),
    ]);
  });
});

describe('both roles', () => {
  it('carry the region key in their names, for IAM is global', () => {
    const template = service();
    template.hasResource('aws_iam_role', { name: 'production-orders-api-euw1-task' });
    template.hasResource('aws_iam_role', { name: 'production-orders-api-euw1-execution' });
  });

  it('are assumed by tasks of this account only', () => {
    for (const role of Object.values(service().resources('aws_iam_role'))) {
      expect(statementsOf(role['assume_role_policy'])['AssumedByService']).toMatchObject({
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      });
    }
  });

  it('have their policies before the first task starts', () => {
    expect(service().only('aws_ecs_service')['depends_on']).toEqual([
      expect.stringMatching(/^aws_lb_listener\..*https/),
      expect.stringMatching(/^aws_iam_role_policy\..*execution/),
      expect.stringMatching(/^aws_iam_role_policy\..*task/),
    ]);
  });
});
