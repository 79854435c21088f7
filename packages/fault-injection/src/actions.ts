import type { ExperimentAction, ExperimentTarget } from './experiment';
import type { ApiErrors, FaultInjectionProps } from './fault-injection-props';

type Props = FaultInjectionProps<string, string>;

/** Stops tasks at once; ECS starts others. */
export function stopTasks(
  { service: { clusterName, serviceName } }: Props,
  which: Pick<ExperimentTarget, 'filters' | 'selectionMode'>,
): ExperimentAction {
  return {
    actionId: 'aws:ecs:stop-task',
    targetKey: 'Tasks',
    target: {
      resourceType: 'aws:ecs:task',
      parameters: { cluster: clusterName, service: serviceName },
      ...which,
    },
  };
}

export type DisruptedTraffic = 'all' | 'availability-zone' | 'dynamodb';

/** Swaps the subnets' network ACLs for ones that deny the traffic. */
export function disruptConnectivity(
  props: Props,
  zones: readonly string[],
  scope: DisruptedTraffic,
  duration: string,
): ExperimentAction {
  return {
    actionId: 'aws:network:disrupt-connectivity',
    targetKey: 'Subnets',
    target: subnets(props, zones),
    parameters: { scope, duration },
  };
}

/** Swaps the route tables of all private subnets for ones that lead nowhere for a region's addresses. */
export function disruptCrossRegion(props: Props, region: string, duration: string): ExperimentAction {
  return {
    actionId: 'aws:network:route-table-disrupt-cross-region-connectivity',
    targetKey: 'Subnets',
    target: subnets(props, Object.keys(props.privateSubnetIds)),
    parameters: { region, duration },
  };
}

/** Denies DynamoDB's replication this region's replica, in both directions. */
export function pauseReplication({ region, account, tableName }: Props, duration: string): ExperimentAction {
  return {
    actionId: 'aws:dynamodb:global-table-pause-replication',
    targetKey: 'Tables',
    target: {
      resourceType: 'aws:dynamodb:global-table',
      resourceArns: [`arn:aws:dynamodb:${region}:${account}:table/${tableName}`],
    },
    parameters: { duration },
  };
}

/** Takes the power from the cache nodes of a zone. FIS finds replication groups by tags only. */
export function interruptCachePower(
  tags: Readonly<Record<string, string>>,
  zone: string,
  duration: string,
): ExperimentAction {
  return {
    actionId: 'aws:elasticache:replicationgroup-interrupt-az-power',
    targetKey: 'ReplicationGroups',
    target: {
      resourceType: 'aws:elasticache:replicationgroup',
      resourceTags: tags,
      parameters: { availabilityZoneIdentifier: zone },
    },
    parameters: { duration },
  };
}

export function injectApiError(
  kind: 'throttle' | 'internal',
  { roleArn, service, operations, percentage }: ApiErrors,
  duration: string,
): ExperimentAction {
  return {
    actionId: `aws:fis:inject-api-${kind}-error`,
    targetKey: 'Roles',
    target: { resourceType: 'aws:iam:role', resourceArns: [roleArn] },
    parameters: { service, operations: operations.join(','), percentage: String(percentage), duration },
  };
}

function subnets({ region, account, privateSubnetIds }: Props, zones: readonly string[]): ExperimentTarget {
  return {
    resourceType: 'aws:ec2:subnet',
    resourceArns: zones.map((zone) => `arn:aws:ec2:${region}:${account}:subnet/${privateSubnetIds[zone] ?? ''}`),
  };
}
