import { regionalRecordName } from '@active-active/dns';
import type { ServiceLoadBalancerOutputs } from '@active-active/ecs-service';
import {
  Canary,
  MonitoringLink,
  RegionalObservability,
  type RegionalObservabilityOutputs,
  Tracing,
} from '@active-active/observability';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { rolesOf } from './iam-stack';
import { observabilityName, regionsByName, regionTargets } from './observed-region';
import { RegionalStack } from './platform-stack';

export interface ObservabilityStackProps {
  readonly loadBalancer: ServiceLoadBalancerOutputs;
  /** Sink of the monitoring account in this region. @default - no monitoring account */
  readonly sinkArn?: string;
}

/** One region's view of itself: alarms, dashboard, traces, and what the monitoring account sees of it. */
export class ObservabilityStack extends RegionalStack {
  readonly outputs: RegionalObservabilityOutputs;

  constructor(
    scope: Construct,
    environment: Environment,
    region: AwsRegion,
    { loadBalancer, sinkArn }: ObservabilityStackProps,
  ) {
    super(scope, 'observability', environment, region);
    const { account, rpoSeconds, availabilityTarget, workload } = environment;
    const name = observabilityName(environment, region);
    const { outputs } = new RegionalObservability<AwsRegion>(this, 'observability', {
      ...regionTargets(environment, region, loadBalancer),
      name,
      region,
      account,
      rpoSeconds,
      availabilityTarget,
    });
    this.outputs = outputs;
    new Tracing(this, 'tracing', {
      name,
      applicationName: workload.name,
      healthPaths: [workload.healthPath, workload.livenessPath ?? workload.healthPath],
    });
    if (sinkArn !== undefined) new MonitoringLink(this, 'monitoring-link', { region, sinkArn });
    if (environment.canaries) this.addCanary(name, outputs.pageTopicArn);
    this.publish('page_topic_arn', outputs.pageTopicArn, 'Alarms that mean harm to clients; subscribe who is on call');
    this.publish('ticket_topic_arn', outputs.ticketTopicArn, 'Alarms that mean a reserve is gone');
    this.publish(
      'monitoring_account',
      environment.monitoringAccount ?? 'none: the matrix names no monitoringAccount, so nothing is shared',
      'Account that sees the metrics, logs and traces of this region',
    );
  }

  /** Each canary asks for the global name, and for every region by its own. */
  private addCanary(name: string, topicArn: string): void {
    const { account, dns, workload, deletionProtection } = this.environment;
    new Canary(this, 'canary', {
      name,
      region: this.region,
      account,
      roleArn: rolesOf(this.environment, this.region).canaryRoleArn,
      bucketName: this.derived.names.bucketCanary,
      targets: {
        global: `https://${dns.recordName}${workload.healthPath}`,
        ...Object.fromEntries(
          regionsByName(this.environment).map((region) => [
            region,
            `https://${regionalRecordName(region, dns.recordName)}${workload.healthPath}`,
          ]),
        ),
      },
      alarmActions: [topicArn],
      deletionProtection,
    });
  }
}
