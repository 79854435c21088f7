import { EncryptionKey, type PolicyStatement, roleArn } from '@active-active/construct-kit';
import type { Construct } from 'constructs';
import { replicaKeyAlias, type ReplicaIdentity } from './replica-rules';

export interface ReplicaKeyProps extends ReplicaIdentity {
  /**
   * Days between the deletion of the key and its loss, 7 to 30.
   * @default 30
   */
  readonly deletionWindowInDays?: number;
}

/**
 * The key of one replica. Each replica has its own, in its own region: DynamoDB refuses a replica without a key once
 * the main table has one, and a key shared between regions would tie their fates together.
 */
export class ReplicaKey extends EncryptionKey {
  constructor(scope: Construct, id: string, props: ReplicaKeyProps) {
    super(scope, id, {
      description: `DynamoDB table ${props.tableName}`,
      alias: replicaKeyAlias(props.name, props.tableName),
      account: props.account,
      serviceStatements: [replicationKeyStatement(props.account)],
      deletionWindowInDays: props.deletionWindowInDays,
    });
  }
}

/**
 * Lets DynamoDB's replication role use a replica's key, and nobody else: a replica whose key the role cannot use for 20
 * hours leaves the global table for good. Applications get at the key through their own IAM policies.
 *
 * The role is matched by a condition, not named as principal: KMS refuses a principal that does not exist, and AWS
 * creates the role only with the account's first global table. The region in `kms:ViaService` is open, because DynamoDB
 * calls KMS across regions for a global table.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-customer-cmk-policy
 */
function replicationKeyStatement(account: string): PolicyStatement {
  return {
    Sid: 'DynamoDbReplication',
    Principal: { AWS: '*' },
    Action: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncrypt*',
      'kms:GenerateDataKey*',
      'kms:DescribeKey',
      'kms:CreateGrant',
    ],
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:CallerAccount': account },
      ArnEquals: {
        'aws:PrincipalArn': roleArn(
          account,
          'aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication',
        ),
      },
      StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' },
    },
  };
}
