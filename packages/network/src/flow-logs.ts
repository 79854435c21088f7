import { EncryptionKey, logsKeyStatement } from '@active-active/construct-kit';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import { flowLogGroupName } from './flow-log-names';

export interface FlowLogsProps {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly vpcId: string;
  /** Role of another stack, which is applied before this one. */
  readonly roleArn: string;
  readonly retentionInDays: number;
}

/** Flow logs of all the VPC's traffic, accepted and rejected, in a log group encrypted with its own key. */
export class FlowLogs extends Construct {
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { name, region, account } = props;
    const logGroupName = flowLogGroupName(name);
    const key = new EncryptionKey(this, 'key', {
      description: `VPC flow logs of ${name}`,
      alias: `${name}-flow-logs`,
      account,
      serviceStatements: [logsKeyStatement(region, account, logGroupName)],
    });
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: logGroupName,
      retentionInDays: props.retentionInDays,
      kmsKeyId: key.arn,
    });
    new FlowLog(this, 'flow-log', {
      vpcId: props.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroup.arn,
      iamRoleArn: props.roleArn,
      tags: { Name: name },
    });
    this.logGroupName = logGroup.name;
  }
}
