import type { PolicyStatement } from '@active-active/construct-kit';
import type { ExperimentRoleProps } from './experiment-role';

/**
 * What the actions need besides the network's, as each lists it.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
 */
export function experimentStatements(props: ExperimentRoleProps): PolicyStatement[] {
  return [
    // Neither the look-up of tagged resources nor the set-up of a log's delivery has a resource-level permission.
    { Sid: 'ResolveTargetsByTags', Action: 'tag:GetResources', Resource: '*' },
    {
      Sid: 'DeliverLog',
      Action: ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'],
      Resource: '*',
    },
    ...taskStatements(props),
    ...tableStatements(props),
    ...cacheStatements(props),
    ...apiErrorStatements(props),
    ...reportStatements(props),
  ];
}

function taskStatements({ region, account, clusterName }: ExperimentRoleProps): PolicyStatement[] {
  const ecs = `arn:aws:ecs:${region}:${account}`;
  return [
    { Sid: 'StopTasks', Action: ['ecs:DescribeTasks', 'ecs:StopTask'], Resource: `${ecs}:task/${clusterName}/*` },
    {
      Sid: 'FindTasks',
      Action: 'ecs:ListTasks',
      // A listing names its cluster in a condition; its resource is a container instance, which Fargate has none of.
      Resource: '*',
      Condition: { ArnEquals: { 'ecs:cluster': `${ecs}:cluster/${clusterName}` } },
    },
  ];
}

/** FIS pauses a replica by a statement in the resource policies of the table and of its stream. */
function tableStatements({ region, account, tableName, strongConsistency }: ExperimentRoleProps): PolicyStatement[] {
  const table = `arn:aws:dynamodb:${region}:${account}:table/${tableName}`;
  return [
    {
      Sid: 'PauseReplication',
      Action: [
        'dynamodb:DeleteResourcePolicy',
        'dynamodb:DescribeTable',
        'dynamodb:GetResourcePolicy',
        'dynamodb:PutResourcePolicy',
        ...(strongConsistency ? ['dynamodb:InjectError'] : []),
      ],
      // A stream's ARN ends in the time of its creation.
      Resource: [table, `${table}/stream/*`],
    },
  ];
}

function cacheStatements({ region, account, replicationGroupId }: ExperimentRoleProps): PolicyStatement[] {
  if (replicationGroupId === undefined) return [];
  const groups = `arn:aws:elasticache:${region}:${account}:replicationgroup`;
  return [
    {
      Sid: 'InterruptCache',
      Action: 'elasticache:InterruptClusterAzPower',
      Resource: `${groups}:${replicationGroupId}`,
    },
    // The zone's nodes are looked for in all groups of the region.
    { Sid: 'FindCache', Action: 'elasticache:DescribeReplicationGroups', Resource: `${groups}:*` },
  ];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsfaultinjectionservice.html */
function apiErrorStatements({ region, account, apiErrors }: ExperimentRoleProps): PolicyStatement[] {
  if (apiErrors === undefined) return [];
  return [
    {
      Sid: 'InjectApiErrors',
      Action: ['fis:InjectApiInternalError', 'fis:InjectApiThrottleError'],
      Resource: `arn:aws:fis:${region}:${account}:experiment/*`,
      Condition: {
        StringEquals: { 'fis:Service': apiErrors.service },
        'ForAllValues:StringEquals': { 'fis:Targets': [apiErrors.roleArn] },
      },
    },
  ];
}

/** @see https://docs.aws.amazon.com/fis/latest/userguide/experiment-report-configuration.html */
function reportStatements({ reportBucketName, dashboardArns = [] }: ExperimentRoleProps): PolicyStatement[] {
  return [
    {
      Sid: 'WriteReport',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `arn:aws:s3:::${reportBucketName}/*`,
    },
    ...(dashboardArns.length === 0
      ? []
      : [
          { Sid: 'ReadDashboards', Action: 'cloudwatch:GetDashboard', Resource: [...dashboardArns] },
          // A picture of a widget has no resource-level permission.
          { Sid: 'DrawWidgets', Action: 'cloudwatch:GetMetricWidgetImage', Resource: '*' },
        ]),
  ];
}
