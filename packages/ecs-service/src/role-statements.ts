import { keyByAlias, type PolicyStatement } from '@active-active/construct-kit';
import { logGroupNames, logsKeyAlias } from './service-names';
import type { ServiceRolesProps } from './service-roles-props';

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
export function executionStatements(props: ServiceRolesProps): PolicyStatement[] {
  const { region, account } = props;
  const groups = logGroupNames(props.logGroupName);
  return [
    {
      Sid: 'PullImages',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: [...new Set(props.repositoryNames)].map(
        (name) => `arn:aws:ecr:${region}:${account}:repository/${name}`,
      ),
    },
    // A registry token belongs to no repository: the action has no resource-level permission.
    { Sid: 'RegistryToken', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Sid: 'WriteContainerLogs',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [logStreams(props, groups.application), logStreams(props, groups.collector)],
    },
  ];
}

export function taskStatements(props: ServiceRolesProps): PolicyStatement[] {
  return [
    ...tableStatements(props),
    ...cacheStatements(props),
    {
      Sid: 'WriteMetrics',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: logStreams(props, logGroupNames(props.logGroupName).metrics),
    },
    {
      // X-Ray has no resource-level permission for segments and sampling.
      Sid: 'WriteTraces',
      Action: ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      Resource: '*',
    },
    ...execStatements(props),
  ];
}

/**
 * Names this region's replica, never the table in another region. Transactions are authorised by the actions on single
 * items. The key is usable only through DynamoDB.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function tableStatements({ table, region, account }: ServiceRolesProps): PolicyStatement[] {
  const replica = `arn:aws:dynamodb:${region}:${account}:table/${table.tableName}`;
  const key = keyByAlias(region, account, table.keyAlias);
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
      Resource: replica,
    },
    // An index is a resource of its own: a role that names only the table is denied each query of an index.
    { Sid: 'QueryIndexes', Action: 'dynamodb:Query', Resource: `${replica}/index/*` },
    ...(table.streamAccess
      ? [
          {
            // A stream's ARN ends in the time of its creation; a replica has one enabled stream at a time.
            Sid: 'ReadStream',
            Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
            Resource: `${replica}/stream/*`,
          },
        ]
      : []),
    {
      Sid: 'UseTableKey',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: key.Resource,
      Condition: { ...key.Condition, StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html */
function cacheStatements({ cache }: ServiceRolesProps): PolicyStatement[] {
  if (!cache) return [];
  return [
    {
      Sid: 'ConnectToCache',
      Action: 'elasticache:Connect',
      Resource: [cache.replicationGroupArn, cache.userArn],
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
function execStatements(props: ServiceRolesProps): PolicyStatement[] {
  if (!props.enableExecuteCommand) return [];
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
      Resource: logStreams(props, logGroupNames(props.logGroupName).exec),
    },
    {
      Sid: 'ExecSessionKey',
      Action: 'kms:Decrypt',
      ...keyByAlias(props.region, props.account, logsKeyAlias(props.name)),
    },
  ];
}

type Place = Pick<ServiceRolesProps, 'region' | 'account'>;

function logStreams({ region, account }: Place, logGroupName: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`;
}
