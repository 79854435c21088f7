import { type PolicyStatement, PrivateBucket, refuse } from '@active-active/construct-kit';
import { Construct } from 'constructs';
import { bucketNameProblem, SWITCH_PREFIX } from './evacuation-switch';
import { ROUTE53_CHECKER_RANGES } from './route53-checker-ranges';

export interface EvacuationSwitchBucketProps {
  /** Name of the bucket, 3 to 63 lower-case letters, digits and hyphens; no dots, which break its HTTPS address. */
  readonly bucketName: string;
  /**
   * Whether destroying the bucket fails while it holds objects. `false` deletes them, and with them the history of
   * evacuations.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

export interface EvacuationSwitchBucketOutputs {
  readonly bucketName: string;
  readonly bucketArn: string;
}

/**
 * A bucket that holds the evacuation switches of **other** regions: while an object `evacuate/<region>` is there, that
 * region leaves the answers. Turning a switch is one S3 request to the bucket's own region, a data plane, and needs
 * nothing of the region that is evacuated.
 *
 * Health checkers read anonymously, so the policy admits their addresses, and only theirs. Block Public Access stays on
 * in all four settings: S3 counts a policy that is limited to fixed address ranges as not public, so neither
 * `block_public_policy` refuses it nor `restrict_public_buckets` takes the anonymous access away.
 *
 * @throws ConstructError when the bucket's name cannot stand in its HTTPS address
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
export class EvacuationSwitchBucket extends Construct {
  readonly outputs: EvacuationSwitchBucketOutputs;

  constructor(scope: Construct, id: string, props: EvacuationSwitchBucketProps) {
    super(scope, id);
    const { bucketName } = props;
    refuse(this, [bucketNameProblem('bucketName', bucketName)]);

    const bucketArn = `arn:aws:s3:::${bucketName}`;
    // SSE-S3 and not an own KMS key: an anonymous request has no right to decrypt, so S3 would refuse the checkers.
    new PrivateBucket(this, 'bucket', {
      bucketName,
      // Versions are the record of who evacuated what and when. No lifecycle rule: one that expires objects would return
      // an evacuated region to service.
      versioning: true,
      statements: statements(bucketArn),
      deletionProtection: props.deletionProtection,
    });
    this.outputs = { bucketName, bucketArn };
  }
}

function statements(bucketArn: string): PolicyStatement[] {
  return [
    {
      Sid: 'HealthCheckersReadSwitches',
      Principal: '*',
      Action: 's3:GetObject',
      // The prefix and not the regions by name, so that a new region changes nothing in the buckets of the others.
      Resource: `${bucketArn}/${SWITCH_PREFIX}*`,
      Condition: {
        IpAddress: { 'aws:SourceIp': [...ROUTE53_CHECKER_RANGES.ipv4, ...ROUTE53_CHECKER_RANGES.ipv6] },
      },
    },
    {
      // A switch that is put with a KMS key looks turned and is not: the checkers get 403, as if it were absent.
      Sid: 'SwitchesReadableByCheckers',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `${bucketArn}/*`,
      Condition: {
        Null: { 's3:x-amz-server-side-encryption': 'false' },
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' },
      },
    },
  ];
}
