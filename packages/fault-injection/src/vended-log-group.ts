import { EncryptionKey, logsKeyStatement, policyDocument } from '@active-active/construct-kit';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { Construct } from 'constructs';

export interface VendedLogGroupProps {
  readonly logGroupName: string;
  /** Name of the group's resource policy, and alias of its key without `alias/`. */
  readonly name: string;
  readonly description: string;
  readonly region: string;
  readonly account: string;
  readonly retentionInDays: number;
}

/**
 * A log group that AWS services deliver to, with a key of its own and the policy that admits the delivery. The policy is
 * made here, so that no role has to be allowed to change who writes to the account's logs.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export class VendedLogGroup extends Construct {
  readonly arn: string;
  /** What writes to the group comes after it. */
  readonly policy: CloudwatchLogResourcePolicy;

  constructor(scope: Construct, id: string, props: VendedLogGroupProps) {
    super(scope, id);
    const { logGroupName, name, region, account } = props;
    const key = new EncryptionKey(this, 'encryption', {
      description: props.description,
      alias: name,
      account,
      // CloudWatch Logs encrypts what is delivered; the delivery itself uses no key.
      serviceStatements: [logsKeyStatement(region, account, logGroupName)],
    });
    const group = new CloudwatchLogGroup(this, 'group', {
      name: logGroupName,
      kmsKeyId: key.arn,
      retentionInDays: props.retentionInDays,
    });
    this.arn = group.arn;
    this.policy = new CloudwatchLogResourcePolicy(this, 'policy', {
      policyName: name,
      policyDocument: policyDocument([
        {
          Sid: 'DeliverLogs',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:log-stream:*`,
          Condition: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': `arn:aws:logs:${region}:${account}:*` },
          },
        },
      ]),
    });
  }
}
