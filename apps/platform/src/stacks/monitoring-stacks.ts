import { MonitoringDashboard, MonitoringSink } from '@active-active/observability';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import { roleArn } from '@active-active/construct-kit';
import type { Construct } from 'constructs';
import { type GlobalObservabilityStackProps, watchedRegions } from './global-observability-stack';
import { GlobalStack, RegionalStack } from './platform-stack';

/** An environment that has a monitoring account. */
export type MonitoredEnvironment = Environment & { readonly monitoringAccount: string };

export function isMonitored(environment: Environment): environment is MonitoredEnvironment {
  return environment.monitoringAccount !== undefined;
}

/** The monitoring account, by a role that the deploying one assumes. States stay in the workload's account. */
function monitoringPlace({ monitoringAccount, monitoringRole }: MonitoredEnvironment) {
  return { account: monitoringAccount, assumeRoleArn: roleArn(monitoringAccount, monitoringRole) };
}

/** The monitoring account's sink in one region. */
export class MonitoringSinkStack extends RegionalStack {
  readonly sinkArn: string;

  constructor(scope: Construct, environment: MonitoredEnvironment, region: AwsRegion) {
    super(scope, 'monitoring-sink', environment, region, monitoringPlace(environment));
    this.sinkArn = new MonitoringSink(this, 'monitoring-sink', {
      name: environment.name,
      region,
      accounts: [environment.account],
    }).outputs.sinkArn;
    this.publish('sink_arn', this.sinkArn, `Sink of ${region} that the workload's account links to`);
  }
}

/** The dashboard of all regions in the monitoring account. */
export class MonitoringDashboardStack extends GlobalStack {
  constructor(scope: Construct, environment: MonitoredEnvironment, props: GlobalObservabilityStackProps) {
    super(scope, 'monitoring-dashboard', environment, monitoringPlace(environment));
    new MonitoringDashboard<AwsRegion>(this, 'monitoring-dashboard', {
      name: environment.name,
      sourceAccount: environment.account,
      rpoSeconds: environment.rpoSeconds,
      regions: watchedRegions(environment, props),
    });
    this.publish('dashboard_name', environment.name, `Dashboard in account ${environment.monitoringAccount}`);
  }
}
