import { refuse } from '@active-active/construct-kit';
import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import { dashboardBody, dashboardNameProblem } from './dashboard';
import { globalDashboard, type GlobalRegion } from './global-dashboard';

export interface MonitoringDashboardProps<R extends string> {
  /** Name of the dashboard, such as `production`; unique in the monitoring account. */
  readonly name: string;
  /** Account that the metrics are of, 12 digits. */
  readonly sourceAccount: string;
  /** Seconds of writes that the loss of a region may cost; drawn on the dashboard. */
  readonly rpoSeconds: number;
  /** Every region, in the order of the dashboard. */
  readonly regions: Readonly<Record<R, GlobalRegion<R>>>;
}

/**
 * The dashboard of all regions in the monitoring account, each metric with the account that it is of. It shows what the
 * links share: health checks too, if there is a link in us-east-1. Alarms of another account cannot be shown on it.
 *
 * @throws ConstructError when the name or the account does not suit CloudWatch
 */
export class MonitoringDashboard<R extends string> extends Construct {
  constructor(scope: Construct, id: string, { name, sourceAccount, rpoSeconds, regions }: MonitoringDashboardProps<R>) {
    super(scope, id);
    refuse(this, [
      dashboardNameProblem(name),
      !/^\d{12}$/.test(sourceAccount) && `sourceAccount '${sourceAccount}' is no account; give 12 digits`,
    ]);
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: name,
      dashboardBody: dashboardBody(globalDashboard(`${name}, account ${sourceAccount}`, regions, rpoSeconds), {
        accountId: sourceAccount,
      }),
    });
  }
}
