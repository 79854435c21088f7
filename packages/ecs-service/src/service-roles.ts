import { policyDocument, type PolicyStatement, serviceTrustPolicy } from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { EcsServiceProps } from './ecs-service-props';
import { repositoryArn } from './image-reference';
import type { ServiceLogs } from './service-logs';

/** The role that starts tasks and the role that tasks act with. */
export class ServiceRoles extends Construct {
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** A task that starts before its policies are attached is denied its image, so the service depends on these. */
  readonly policies: readonly IamRolePolicy[];

  constructor(scope: Construct, id: string, props: EcsServiceProps, logs: ServiceLogs) {
    super(scope, id);
    const execution = this.role('execution', props, executionStatements(props, logs));
    const task = this.role('task', props, taskStatements(props, logs));
    this.executionRoleArn = execution.role.arn;
    this.taskRoleArn = task.role.arn;
    this.policies = [execution.policy, task.policy];
  }

  private role(id: string, { name, account }: EcsServiceProps, statements: readonly PolicyStatement[]) {
    const role = new IamRole(this, id, {
      name: `${name}-${id}`,
      assumeRolePolicy: serviceTrustPolicy('ecs-tasks.amazonaws.com', account),
    });
    const policy = new IamRolePolicy(this, `${id}-policy`, {
      name: id,
      role: role.id,
      policy: policyDocument(statements),
    });
    return { role, policy };
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
function executionStatements({ image, collectorImage }: EcsServiceProps, logs: ServiceLogs): PolicyStatement[] {
  const repositories = [repositoryArn(image), repositoryArn(collectorImage)].filter((arn) => arn !== undefined);
  return [
    {
      Sid: 'PullImages',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: [...new Set(repositories)],
    },
    // A registry token belongs to no repository: the action has no resource-level permission.
    { Sid: 'RegistryToken', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Sid: 'WriteContainerLogs',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [`${logs.application.arn}:*`, `${logs.collector.arn}:*`],
    },
  ];
}

function taskStatements(props: EcsServiceProps, logs: ServiceLogs): PolicyStatement[] {
  return [
    ...tableStatements(props),
    ...cacheStatements(props),
    {
      Sid: 'WriteMetrics',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: `${logs.metrics.arn}:*`,
    },
    {
      // X-Ray has no resource-level permission for segments and sampling.
      Sid: 'WriteTraces',
      Action: ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      Resource: '*',
    },
    ...execStatements(logs),
  ];
}

/**
 * Names this region's replica, never the table in another region. Transactions are authorised by the actions on single
 * items. The key is usable only through DynamoDB.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function tableStatements({ table, region }: EcsServiceProps): PolicyStatement[] {
  return [
    {
      Sid: 'UseTable',
      Action: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:DeleteItem',
        'dynamodb:DescribeTable',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      Resource: table.replicaArn,
    },
    // An index is a resource of its own: a role that names only the table is denied each query of an index.
    { Sid: 'QueryIndexes', Action: 'dynamodb:Query', Resource: `${table.replicaArn}/index/*` },
    ...(table.streamArn === undefined
      ? []
      : [
          {
            Sid: 'ReadStream',
            Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
            Resource: table.streamArn,
          },
        ]),
    {
      Sid: 'UseTableKey',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: table.keyArn,
      Condition: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html */
function cacheStatements({ cache }: EcsServiceProps): PolicyStatement[] {
  if (cache?.replicationGroupArn === undefined || cache.userArn === undefined) return [];
  return [
    {
      Sid: 'ConnectToCache',
      Action: 'elasticache:Connect',
      Resource: [cache.replicationGroupArn, cache.userArn],
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
function execStatements(logs: ServiceLogs): PolicyStatement[] {
  if (!logs.exec) return [];
  return [
    {
      // Session Manager's message channels have no resource-level permission.
      Sid: 'ExecChannels',
      Action: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      Resource: '*',
    },
    // The agent lists log groups before it writes; listing has no resource-level permission.
    { Sid: 'ExecFindLogGroup', Action: 'logs:DescribeLogGroups', Resource: '*' },
    {
      Sid: 'ExecWriteLog',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: `${logs.exec.arn}:*`,
    },
    { Sid: 'ExecSessionKey', Action: 'kms:Decrypt', Resource: logs.keyArn },
  ];
}
