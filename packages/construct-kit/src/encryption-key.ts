import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from './policy';

export interface EncryptionKeyProps {
  /** What the key encrypts, as shown in the console. */
  readonly description: string;
  /** Alias without its `alias/` prefix, unique in the account and region. */
  readonly alias: string;
  /** Account that owns the key, 12 digits. */
  readonly account: string;
  /**
   * Statements for the AWS services that use the key by themselves, such as {@link logsKeyStatement}, or the replication
   * of a global table. A service that acts with the caller's rights (ElastiCache, ECR) needs none: the account's IAM
   * policies decide.
   * @default - only the account's own IAM policies give access
   */
  readonly serviceStatements?: readonly PolicyStatement[];
  /**
   * Days between a deletion and the loss of all that the key encrypts, 7 to 30.
   * @default 30
   */
  readonly deletionWindowInDays?: number;
}

/** A customer-managed KMS key with yearly rotation, its alias, and a policy that names each service that uses it. */
export class EncryptionKey extends Construct {
  readonly arn: string;
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'key', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowInDays ?? 30,
      policy: policyDocument([accountStatement(props.account), ...(props.serviceStatements ?? [])]),
    });
    new KmsAlias(this, 'alias', { name: `alias/${props.alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
    this.keyId = key.keyId;
  }
}

/**
 * Without this statement nobody but the services named could use or mend the key, not even the account's root.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function accountStatement(account: string): PolicyStatement {
  return {
    Sid: 'AccountIamPolicies',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/**
 * Lets CloudWatch Logs of one region encrypt the named log groups. Without it, creating an encrypted log group fails
 * on AWS, though emulators accept it.
 *
 * @param logGroupPattern name of the log groups, `*` allowed, such as `/production/vpc/*`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logsKeyStatement(region: string, account: string, logGroupPattern: string): PolicyStatement {
  return {
    Sid: 'CloudWatchLogs',
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    Resource: '*',
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:${logGroupPattern}`,
      },
    },
  };
}

/**
 * `Resource` and `Condition` of an IAM statement about one key, which is named by its alias because its id is known only
 * to the state of its region. The condition holds for the key itself, however a request names it, and an alias belongs
 * to one key of its account and region at a time. Whoever may move the alias moves the permission with it.
 *
 * @param alias alias without its `alias/` prefix
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keyByAlias(
  region: string,
  account: string,
  alias: string,
): Required<Pick<PolicyStatement, 'Resource' | 'Condition'>> {
  return {
    Resource: `arn:aws:kms:${region}:${account}:key/*`,
    Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [`alias/${alias}`] } },
  };
}
