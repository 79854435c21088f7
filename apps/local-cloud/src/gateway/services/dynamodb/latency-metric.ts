import { asFormAction } from '../../aws-request';
import type { OverlayHost } from '../../overlay';
import { ownCall } from '../../own-call';
import type { Replication } from './replication';

const PERIOD_MS = 60_000;

/**
 * Publishes `ReplicationLatency` a minute, region pair and table, in the region that wrote.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html#ReplicationLatency
 */
export class LatencyMetric {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: OverlayHost,
    private readonly replication: Replication,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.publish().catch((error: unknown) => this.host.log(`publishing ReplicationLatency: ${String(error)}`));
    }, PERIOD_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Returns how many pairs had something to tell. */
  async publish(): Promise<number> {
    let count = 0;
    for (const { props, latency } of this.replication.allLinks()) {
      const { count: writes, sum, minimum, maximum } = latency.take();
      if (writes === 0) continue;
      const datum = {
        MetricName: 'ReplicationLatency',
        Unit: 'Milliseconds',
        'StatisticValues.SampleCount': String(writes),
        'StatisticValues.Sum': String(sum),
        'StatisticValues.Minimum': String(minimum),
        'StatisticValues.Maximum': String(maximum),
        'Dimensions.member.1.Name': 'TableName',
        'Dimensions.member.1.Value': props.table,
        'Dimensions.member.2.Name': 'ReceivingRegion',
        'Dimensions.member.2.Value': props.to,
      };
      const members = Object.entries(datum).map(([name, value]) => [`MetricData.member.1.${name}`, value]);
      const parameters = { Version: '2010-08-01', Namespace: 'AWS/DynamoDB', ...Object.fromEntries(members) };
      await this.host.call(
        asFormAction(
          ownCall({ service: 'monitoring', account: props.account, region: props.from }, 'query'),
          'PutMetricData',
          parameters,
        ),
        'moto',
      );
      count += 1;
    }
    return count;
  }
}
