import { PrivateBucket, type PolicyStatement } from '@active-active/construct-kit';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
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
    const bucket = new PrivateBucket(this, 'bucket', {
      bucketName: props.bucketName,
      statements: [logDeliveryStatement(props)],
      deletionProtection: props.deletionProtection,
    });
    this.bucketName = bucket.bucketName;
    this.policy = bucket.policy;
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.bucketName,
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
  }
}

/**
 * The service principal serves regions of every age; the account ids of older regions are a legacy form. The
 * condition keeps every other load balancer out, also those of other accounts.
 */
function logDeliveryStatement({ bucketName, account, region, albName }: AccessLogBucketProps): PolicyStatement {
  return {
    Sid: 'LoadBalancerLogDelivery',
    Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucketName}/AWSLogs/${account}/*`,
    Condition: {
      ArnLike: {
        'aws:SourceArn': `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/${albName}/*`,
      },
    },
  };
}
