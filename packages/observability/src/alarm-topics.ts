import { EncryptionKey, type PolicyStatement, policyDocument, refuse, tooLong } from '@active-active/construct-kit';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { Construct } from 'constructs';
import { type AlarmTopicKind, alarmTopicKeyAlias, alarmTopicName } from './alarm-names';

export interface AlarmTopicsProps<K extends AlarmTopicKind> {
  /** The topics to make. */
  readonly kinds: readonly K[];
  /** Prefix of the topics and of the key's alias, such as `production-use1`. */
  readonly name: string;
  readonly region: string;
  /** Account of the alarms and of the topics, 12 digits. */
  readonly account: string;
}

/**
 * SNS topics for the alarms of one region, and the key that encrypts them. They have no subscribers: who is on call is
 * not the business of a blueprint.
 *
 * AWS's own key for SNS cannot be used: its policy does not admit CloudWatch, and alarms would be lost without a trace.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class AlarmTopics<K extends AlarmTopicKind> extends Construct {
  readonly arns: Readonly<Record<K, string>>;

  constructor(scope: Construct, id: string, props: AlarmTopicsProps<K>) {
    super(scope, id);
    const { name, account } = props;
    refuse(this, [tooLong('SNS topic name', alarmTopicName(name, 'ticket'), 256)]);
    const keyArn = new EncryptionKey(this, 'key', {
      description: `Alarm topics of ${name}`,
      alias: alarmTopicKeyAlias(name),
      account,
      serviceStatements: [
        {
          Sid: 'CloudWatchAlarms',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Resource: '*',
          Condition: alarmsOf(props),
        },
      ],
    }).arn;
    this.arns = Object.fromEntries(
      props.kinds.map((kind) => [kind, this.topic(kind, alarmTopicName(name, kind), keyArn, alarmsOf(props))]),
    ) as Record<K, string>;
  }

  private topic(kind: K, name: string, kmsMasterKeyId: string, alarms: PolicyStatement['Condition']): string {
    const topic = new SnsTopic(this, kind, { name, kmsMasterKeyId });
    new SnsTopicPolicy(this, `${kind}-policy`, {
      arn: topic.arn,
      policy: policyDocument([
        {
          Sid: 'CloudWatchAlarms',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topic.arn,
          Condition: alarms,
        },
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Resource: topic.arn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
    return topic.arn;
  }
}

/** Any alarm of the account and region: an alarm comes after its topic, and another account's must not use it. */
function alarmsOf({
  region,
  account,
}: {
  readonly region: string;
  readonly account: string;
}): PolicyStatement['Condition'] {
  return {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
  };
}
