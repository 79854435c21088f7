import { EncryptionKey, logsKeyStatement, policyDocument, serviceTrustPolicy } from '@active-active/construct-kit';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';

/** Name of the role that writes a network's flow logs. */
export function flowLogRoleName(name: string): string {
  return `${name}-flow-logs`;
}

export interface FlowLogsProps {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly vpcId: string;
  readonly retentionInDays: number;
}

/** Flow logs of all the VPC's traffic, accepted and rejected, in a log group encrypted with its own key. */
export class FlowLogs extends Construct {
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { name, region, account } = props;
    const logGroupName = `/${name}/vpc-flow-logs`;
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
    const role = new IamRole(this, 'role', {
      name: flowLogRoleName(name),
      description: `Writes the VPC flow logs of ${name}`,
      assumeRolePolicy: serviceTrustPolicy('vpc-flow-logs.amazonaws.com', account),
    });
    const policy = new IamRolePolicy(this, 'role-policy', {
      name: 'write-flow-logs',
      role: role.name,
      policy: writePolicy(region, account, logGroup.arn),
    });
    new FlowLog(this, 'flow-log', {
      vpcId: props.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: name },
      // The role's ARN alone does not order its policy first; delivery would begin with errors, and end with them.
      dependsOn: [policy],
    });
    this.logGroupName = logGroup.name;
  }
}

/**
 * AWS's sample policy also grants `logs:CreateLogGroup`. It is left out: after a deletion of the group the service would
 * create it anew, without key and retention, and nobody would notice.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
function writePolicy(region: string, account: string, logGroupArn: string): string {
  return policyDocument([
    {
      Sid: 'WriteToTheLogGroup',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: `${logGroupArn}:*`,
    },
    {
      Sid: 'FindTheLogGroup',
      Action: 'logs:DescribeLogGroups',
      // A listing is authorised against all groups of the region, not against the one looked for; it shows no content.
      Resource: `arn:aws:logs:${region}:${account}:log-group:*`,
    },
  ]);
}
