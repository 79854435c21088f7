import { FaultInjection, GameDay } from '@active-active/fault-injection';
import type { NetworkOutputs } from '@active-active/network';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { rolesOf } from './iam-stack';
import { dashboardArn, observabilityName, regionImpairedAlarmArn } from './observed-region';
import { RegionalStack } from './platform-stack';

export interface FaultInjectionStackProps {
  readonly network: NetworkOutputs;
  /** Topic that is told what became of a game day. */
  readonly ticketTopicArn: string;
}

/** The experiments of one region, and the game day that starts its evacuation drill. */
export class FaultInjectionStack extends RegionalStack {
  constructor(scope: Construct, environment: Environment, region: AwsRegion, props: FaultInjectionStackProps) {
    super(scope, 'fault-injection', environment, region);
    const { account } = environment;
    const { names, minTasks, availabilityZones, evacuationSwitchRegion } = this.derived;
    const name = observabilityName(environment, region);
    const roles = rolesOf(environment, region);
    const alarmArns = [regionImpairedAlarmArn(environment, region)];
    const { outputs } = new FaultInjection<string, AwsRegion>(this, 'fault-injection', {
      name,
      region,
      account,
      roleArn: roles.experimentRoleArn,
      stopAlarmArns: alarmArns,
      service: { clusterName: names.service, serviceName: names.service, minTasks },
      // Both are in the order of the zones' names.
      privateSubnetIds: Object.fromEntries(
        [...availabilityZones].sort().map((zone, index) => [zone, props.network.privateSubnetIds[index] ?? '']),
      ),
      tableName: names.table,
      ...(this.settings.cacheRole !== 'none' && {
        cacheTags: { Environment: environment.name, Stack: `global-cache-${region}` },
      }),
      // One other region, and one that stays when a region is added.
      isolatedRegions: [evacuationSwitchRegion],
      reportBucketName: names.bucketExperimentReports,
      dashboardArns: [dashboardArn(environment, region)],
      deletionProtection: environment.deletionProtection,
    });
    this.publish('evacuation_drill', outputs.evacuationDrill, `Template that cuts ${region} off from everything`);
    this.publish('pause_replication', outputs.pauseReplication, 'Template that pauses the replication of the table');
    this.publish('stop_tasks', outputs.stopTasks, 'Template that stops a share of the tasks');
    this.publish('report_bucket', outputs.reportBucketName, 'Reports of experiments');
    const { gameDay: scheduleExpression } = this.settings;
    if (scheduleExpression === undefined) return;
    const gameDay = new GameDay(this, 'game-day', {
      name,
      region,
      account,
      stateMachineRoleArn: roles.gameDayRoleArn,
      scheduleRoleArn: roles.gameDayScheduleRoleArn,
      experimentTemplateId: outputs.evacuationDrill,
      alarmArns,
      topicArn: props.ticketTopicArn,
      scheduleExpression,
    });
    this.publish(
      'freeze_parameter',
      gameDay.outputs.freezeParameterName,
      "Set it to 'on' to keep game days from starting",
    );
  }
}
