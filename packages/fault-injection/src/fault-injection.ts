import { PrivateBucket, refuse } from '@active-active/construct-kit';
import { Construct } from 'constructs';
import type { Experiment } from './experiment';
import { ExperimentTemplate } from './experiment-template';
import {
  apiErrorExperiment,
  azNetworkExperiment,
  azPowerExperiment,
  cachePowerExperiment,
  crossRegionExperiment,
  dynamodbNetworkExperiment,
  evacuationDrill,
  pauseReplicationExperiment,
  stopTasksExperiment,
} from './experiments';
import { faultInjectionProblems } from './fault-injection-problems';
import type { FaultInjectionOutputs, FaultInjectionProps } from './fault-injection-props';
import { experimentLogGroupName, experimentTemplateName } from './names';
import { VendedLogGroup } from './vended-log-group';

/**
 * The FIS experiments of one region. Making a template breaks nothing; starting an experiment from it does. Each has alarms
 * that stop it, fails when a target is resolved to nothing, writes a log and a report.
 *
 * It holds no IAM resource: its role is an `ExperimentRole` of a global stack that is applied before.
 *
 * @typeParam Z - zones of the region
 * @typeParam R - regions to cut off
 * @throws ConstructError with every problem of the props
 * @see https://docs.aws.amazon.com/fis/latest/userguide/experiment-templates.html
 */
export class FaultInjection<Z extends string, R extends string = never> extends Construct {
  readonly outputs: FaultInjectionOutputs<Z, R>;

  constructor(scope: Construct, id: string, props: FaultInjectionProps<Z, R>) {
    super(scope, id);
    refuse(this, faultInjectionProblems(props));

    const { name, apiErrors, cacheTags } = props;
    const logGroupName = experimentLogGroupName(name);
    const template = this.templates(props, logGroupName);
    const zones = Object.keys(props.privateSubnetIds).sort() as Z[];
    const evacuationStopAlarmArns = props.evacuationStopAlarmArns ?? props.stopAlarmArns;
    this.outputs = {
      stopTasks: template('stop-tasks', stopTasksExperiment(props)),
      azPower: record(zones, (zone) => template(`az-power-${zone}`, azPowerExperiment(props, zone))),
      ...(cacheTags && {
        cachePower: record(zones, (zone) =>
          template(`cache-power-${zone}`, cachePowerExperiment(props, zone, cacheTags)),
        ),
      }),
      azNetwork: record(zones, (zone) => template(`az-network-${zone}`, azNetworkExperiment(props, zone))),
      dynamodbNetwork: template('dynamodb-network', dynamodbNetworkExperiment(props)),
      pauseReplication: template('pause-replication', pauseReplicationExperiment(props)),
      crossRegion: record(props.isolatedRegions ?? [], (region) =>
        template(`cross-region-${region}`, crossRegionExperiment(props, region)),
      ),
      ...(apiErrors && {
        apiThrottle: template('api-throttle', apiErrorExperiment(props, 'throttle', apiErrors)),
        apiInternalError: template('api-internal-error', apiErrorExperiment(props, 'internal', apiErrors)),
      }),
      evacuationDrill: template(EVACUATION_DRILL, evacuationDrill(props), evacuationStopAlarmArns),
      logGroupName,
      reportBucketName: props.reportBucketName,
    };
  }

  /** Makes what templates share, and returns what makes one and gives its id. */
  private templates(props: FaultInjectionProps<Z, R>, logGroupName: string) {
    const { name, region, account, roleArn } = props;
    const log = new VendedLogGroup(this, 'log', {
      logGroupName,
      name: `${name}-fis`,
      description: `Log of the experiments of ${name}`,
      region,
      account,
      retentionInDays: props.logRetentionInDays ?? 365,
    });
    const reports = new PrivateBucket(this, 'reports', {
      bucketName: props.reportBucketName,
      versioning: true,
      deletionProtection: props.deletionProtection,
    });
    return (experimentName: string, experiment: Experiment, stopAlarmArns = props.stopAlarmArns): string => {
      const template = new ExperimentTemplate(this, experimentName, {
        name: experimentTemplateName(name, experimentName),
        experiment,
        roleArn,
        stopAlarmArns,
        logGroupArn: log.arn,
        report: { bucketName: reports.bucketName, dashboardArns: props.dashboardArns ?? [] },
      });
      template.node.addDependency(log.policy);
      return template.templateId;
    };
  }
}

/** The experiment that a game day runs. */
export const EVACUATION_DRILL = 'evacuation-drill';

function record<K extends string>(keys: readonly K[], value: (key: K) => string): Record<K, string> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, string>;
}
