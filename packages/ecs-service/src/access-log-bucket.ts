import { policyDocument } from '@active-active/construct-kit';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';

export interface AccessLogBucketProps {
  readonly bucketName: string;
  readonly region: string;
  readonly account: string;
  /** Name of the only load balancer that may write. */
  readonly albName: string;
  /** Days for which logs are kept. */
  readonly retentionInDays: number;
  readonly deletionProtection: boolean;
}

/**
 * The bucket of one load balancer's access logs, in the load balancer's region. Its encryption is SSE-S3 because the
 * log delivery of load balancers supports no KMS key.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogBucket extends Construct {
  readonly bucketName: string;
  /** AWS tests the bucket when logs are turned on, so a load balancer depends on this. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.bucketName,
      forceDestroy: !props.deletionProtection,
    });
    this.bucketName = bucket.bucket;
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership-controls', {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.id,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: 'AWSLogs/' }],
          expiration: [{ days: props.retentionInDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: bucketPolicy(bucket.arn, props),
      // S3 refuses two changes of a bucket's access settings at once.
      dependsOn: [publicAccessBlock],
    });
  }
}

/**
 * The service principal serves regions of every age; the account ids of older regions are a legacy form. The
 * condition keeps every other load balancer out, also those of other accounts.
 */
function bucketPolicy(bucketArn: string, { account, region, albName }: AccessLogBucketProps): string {
  return policyDocument([
    {
      Sid: 'LoadBalancerLogDelivery',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${bucketArn}/AWSLogs/${account}/*`,
      Condition: {
        ArnLike: {
          'aws:SourceArn': `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/${albName}/*`,
        },
      },
    },
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}
