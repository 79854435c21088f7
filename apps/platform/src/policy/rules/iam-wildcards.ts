import type { PlannedResource, Rule } from '../resources';
import { type Statement, statementsOf } from '../statements';

/**
 * Actions without resource-level permissions: AWS takes `*` and nothing else.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const WITHOUT_RESOURCES: ReadonlySet<string> = new Set([
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricWidgetImage',
  'cloudwatch:PutMetricData',
  'ec2:CreateNetworkInterface',
  'ec2:DescribeInstances',
  'ec2:DescribeManagedPrefixLists',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
  'ecr:GetAuthorizationToken',
  'elasticache:DescribeReplicationGroups',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  's3:ListAllMyBuckets',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'tag:GetResources',
  'xray:GetSamplingRules',
  'xray:GetSamplingStatisticSummaries',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

const IDENTITY_POLICIES: ReadonlySet<string> = new Set(['aws_iam_role', 'aws_iam_role_policy', 'aws_iam_policy']);

/** Whole services, everything but something, and everybody's resources. */
export const iamWildcards: Rule = {
  name: 'iam-wildcards',
  intent: 'no role may do all of a service, or do something to resources that are not named',
  check: (stack) =>
    stack.resources.flatMap((resource) =>
      statementsOf(resource)
        .filter(({ effect }) => effect === 'Allow')
        .flatMap((statement) => problems(resource, statement).map((message) => ({ path: resource.path, message }))),
    ),
};

function problems({ type }: PlannedResource, statement: Statement): readonly string[] {
  const { actions, notActions, resources, notResources } = statement;
  const inverted = [
    ...(notActions.length > 0 ? ['allows NotAction; list the actions instead'] : []),
    ...(notResources.length > 0 ? ['allows NotResource; list the resources instead'] : []),
  ];
  // In a key's or a bucket's own policy the resource is what the policy is attached to.
  if (!IDENTITY_POLICIES.has(type)) return inverted;
  const whole = actions.filter((action) => /^\*$|^[\w-]+:\*$/.test(action));
  const open = resources.includes('*') ? actions.filter((action) => !WITHOUT_RESOURCES.has(action)) : [];
  return [
    ...inverted,
    ...(whole.length > 0 ? [`allows ${whole.join(', ')}; list the actions that are needed`] : []),
    ...(open.length > 0 && !isScoped(statement)
      ? [`allows ${open.join(', ')} on every resource; name the resources, or scope them by a condition`]
      : []),
  ];
}

/** A key that is named by its alias, or a resource by its tags, is not every resource. */
function isScoped({ condition }: Statement): boolean {
  return Object.values(condition).some((keys) =>
    Object.keys(keys).some((key) =>
      /^(kms:ResourceAliases|aws:ResourceTag\/|ec2:ResourceTag\/|ecs:cluster)/i.test(key),
    ),
  );
}
