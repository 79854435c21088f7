import { keyByAlias, policyDocument, refuse, roleArn, tooLong } from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';

/** Name of the role of a region's canary. */
export function canaryRoleName(name: string): string {
  return `${name}-canary`;
}

/** Alias of the key of a canary's artifacts, without its `alias/` prefix. */
export function canaryKeyAlias(name: string): string {
  return `${name}-canary`;
}

export interface CanaryRoleProps {
  /** The `name` of the region's `Canary`, at most 57 characters. */
  readonly name: string;
  /** Region of the canary; not the stack's, which is the global stack's. */
  readonly region: string;
  /** Account of the canary and of the role, 12 digits. */
  readonly account: string;
  /** Bucket of the canary's artifacts. */
  readonly bucketName: string;
}

export interface CanaryRoleOutputs {
  /** ARN of the role, computed, so that handing it to a canary reads no state of this stack. */
  readonly roleArn: string;
}

/**
 * The role that a canary's function acts with. It belongs in a global stack: IAM's control plane is in us-east-1, and a
 * regional stack that held a role could not be planned while that region is dark.
 *
 * AWS's sample also grants `logs:CreateLogGroup`. It is left out: the function's log group has a random name, so that no
 * stack could give it a key and a retention. The log of each run lies among its artifacts.
 *
 * @throws ConstructError when the role's name is too long
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
 */
export class CanaryRole extends Construct {
  readonly outputs: CanaryRoleOutputs;

  constructor(scope: Construct, id: string, { name, region, account, bucketName }: CanaryRoleProps) {
    super(scope, id);
    const roleName = canaryRoleName(name);
    refuse(this, [tooLong('role name', roleName, 64)]);
    const key = keyByAlias(region, account, canaryKeyAlias(name));
    const role = new IamRole(this, 'role', {
      name: roleName,
      description: `Canary of ${name}`,
      // Lambda sends no source account when it assumes a function's role, so a condition on it would lock it out.
      assumeRolePolicy: policyDocument([
        { Sid: 'AssumedByService', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]),
    });
    new IamRolePolicy(this, 'policy', {
      name: 'run-canary',
      role: role.name,
      policy: policyDocument([
        { Sid: 'WriteArtifacts', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucketName}/artifacts/*` },
        { Sid: 'FindBucket', Action: 's3:GetBucketLocation', Resource: `arn:aws:s3:::${bucketName}` },
        // The runtime lists buckets, and listing has no resource-level permission; it shows no content.
        { Sid: 'ListBuckets', Action: 's3:ListAllMyBuckets', Resource: '*' },
        {
          Sid: 'EncryptArtifacts',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: key.Resource,
          Condition: { ...key.Condition, StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
        },
        {
          // Metrics have no resource-level permission, only their namespace.
          Sid: 'PublishMetrics',
          Action: 'cloudwatch:PutMetricData',
          Resource: '*',
          Condition: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
        },
      ]),
    });
    this.outputs = { roleArn: roleArn(account, roleName) };
  }
}
