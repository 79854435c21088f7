import { roleArn } from '@active-active/construct-kit';
import { ReplicaCreationRole, replicaCreationRoleName } from '@active-active/ecr-replication';
import { serviceRoleArns, ServiceRoles, type ServiceRolesProps } from '@active-active/ecs-service';
import { ExperimentRole, experimentRoleArn, gameDayRoleArns, GameDayRoles } from '@active-active/fault-injection';
import { cacheUserArn, replicationGroupArn } from '@active-active/global-cache';
import { replicaKeyAlias } from '@active-active/global-table';
import { FlowLogRole, flowLogRoleName } from '@active-active/network';
import { alarmTopicArn, alarmTopicKeyAlias, CanaryRole, canaryRoleName } from '@active-active/observability';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { dashboardArn, observabilityName } from './observed-region';
import { GlobalStack } from './platform-stack';

/** ARNs of one region's roles, for its regional stacks. */
export interface RegionRoles {
  readonly flowLogRoleArn: string;
  readonly replicaCreationRoleArn: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  readonly experimentRoleArn: string;
  readonly gameDayRoleArn: string;
  readonly gameDayScheduleRoleArn: string;
  readonly canaryRoleArn: string;
}

/**
 * The IAM roles of all regions. IAM is managed in us-east-1 alone, so a regional stack that owned a role could not be
 * planned while that region is dark. What the roles' policies name is computed, a KMS key by its alias.
 */
export class IamStack extends GlobalStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'iam', environment);
    for (const region of regionsOf(environment)) {
      const { account } = environment;
      const name = regionPrefix(environment, region);
      new FlowLogRole(this, `flow-log-role-${region}`, { name, region, account });
      if (region !== environment.primaryRegion) {
        const { repository: repositoryName } = environment.derived.regions[region].names;
        new ReplicaCreationRole(this, `replica-creation-role-${region}`, { name, region, account, repositoryName });
      }
      new ServiceRoles(this, `service-roles-${region}`, serviceRolesProps(environment, region));
      this.addOperations(environment, region);
    }
  }

  /** The roles of what watches a region and of what breaks it on purpose. */
  private addOperations(environment: Environment, region: AwsRegion): void {
    const { account, derived, regions, canaries } = environment;
    const { names } = derived.regions[region];
    const name = observabilityName(environment, region);
    new ExperimentRole(this, `experiment-role-${region}`, {
      name,
      region,
      account,
      clusterName: names.service,
      tableName: names.table,
      networkTags: { Environment: environment.name, Stack: `network-${region}` },
      ...(regions[region].cacheRole !== 'none' && { replicationGroupId: names.replicationGroup }),
      reportBucketName: names.bucketExperimentReports,
      dashboardArns: [dashboardArn(environment, region)],
    });
    if (regions[region].gameDay !== undefined) {
      new GameDayRoles(this, `game-day-roles-${region}`, {
        name,
        region,
        account,
        topicArn: alarmTopicArn(region, account, name, 'ticket'),
        topicKeyAlias: alarmTopicKeyAlias(name),
      });
    }
    if (canaries)
      new CanaryRole(this, `canary-role-${region}`, { name, region, account, bucketName: names.bucketCanary });
  }

  override get alsoCalls(): readonly AwsRegion[] {
    return ['us-east-1'];
  }
}

/** The ARNs of a region's roles, computed from their names so that the region's stacks read nothing of {@link IamStack}. */
export function rolesOf(environment: Environment, region: AwsRegion): RegionRoles {
  const { account, derived } = environment;
  const name = regionPrefix(environment, region);
  const operations = observabilityName(environment, region);
  const gameDay = gameDayRoleArns(operations, account);
  const { execution, task } = serviceRoleArns(derived.regions[region].names.service, account);
  return {
    flowLogRoleArn: roleArn(account, flowLogRoleName(name)),
    replicaCreationRoleArn: roleArn(account, replicaCreationRoleName(name)),
    executionRoleArn: execution,
    taskRoleArn: task,
    experimentRoleArn: experimentRoleArn(operations, account),
    gameDayRoleArn: gameDay.stateMachine,
    gameDayScheduleRoleArn: gameDay.schedule,
    canaryRoleArn: roleArn(account, canaryRoleName(operations)),
  };
}

function serviceRolesProps(environment: Environment, region: AwsRegion): ServiceRolesProps {
  const { account, derived, regions, workload } = environment;
  const { names } = derived.regions[region];
  const collectorRepository = repositoryIn(workload.collectorImage, account, region);
  return {
    name: names.service,
    region,
    account,
    repositoryNames: [names.repository, ...(collectorRepository === undefined ? [] : [collectorRepository])],
    logGroupName: names.logGroup,
    // The stream shows which writes another region has overwritten.
    table: {
      streamAccess: true,
      tableName: names.table,
      keyAlias: replicaKeyAlias(regionPrefix(environment, region), names.table),
    },
    ...(regions[region].cacheRole !== 'none' && { cache: cacheArns(environment, region) }),
  };
}

/** A member's user is called like its replication group. */
function cacheArns({ account, derived }: Environment, region: AwsRegion) {
  const { replicationGroup } = derived.regions[region].names;
  return {
    replicationGroupArn: replicationGroupArn(region, account, replicationGroup),
    userArn: cacheUserArn(region, account, replicationGroup),
  };
}

/** Repository of an image that lies in this account's registry of the region; `undefined` for an image from elsewhere. */
function repositoryIn(image: string | undefined, account: string, region: AwsRegion): string | undefined {
  const registry = `${account}.dkr.ecr.${region}.amazonaws.com/`;
  const url = image?.replace('{region}', region);
  return url?.startsWith(registry) ? url.slice(registry.length).split(/[:@]/)[0] : undefined;
}

function regionPrefix(environment: Environment, region: AwsRegion): string {
  return `${environment.name}-${environment.regions[region].key}`;
}
