import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { policyDocument, type PolicyStatement } from './policy';

export interface PrivateBucketProps {
  /** Name of the bucket; the caller refuses one that does not suit its use. */
  readonly bucketName: string;
  /**
   * Whether each object keeps its earlier versions.
   * @default false
   */
  readonly versioning?: boolean;
  /**
   * Statements of the bucket policy besides the one that denies requests without TLS.
   * @default - none: only the account's own IAM policies give access
   */
  readonly statements?: readonly PolicyStatement[];
  /**
   * Whether destroying the bucket fails while it holds objects. `false` deletes them.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/**
 * An S3 bucket without ACLs and with Block Public Access, which admits TLS only. It is encrypted with SSE-S3, for those
 * who cannot use a KMS key: anonymous readers and some deliveries of AWS's logs.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class PrivateBucket extends Construct {
  /** A reference to the bucket's name, so that what is given it comes after the bucket. */
  readonly bucketName: string;
  /** A service that tests its access to the bucket depends on this. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.bucketName,
      forceDestroy: !(props.deletionProtection ?? true),
    });
    this.bucketName = bucket.bucket;
    new S3BucketOwnershipControls(this, 'ownership-controls', {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    if (props.versioning) {
      new S3BucketVersioningA(this, 'versioning', {
        bucket: bucket.id,
        versioningConfiguration: { status: 'Enabled' },
      });
    }
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: policyDocument([tlsOnlyStatement(`arn:aws:s3:::${props.bucketName}`), ...(props.statements ?? [])]),
      // S3 refuses two changes of one bucket's access at a time; and with the block already there, a policy that S3
      // counts as public fails the apply instead of standing without effect.
      dependsOn: [publicAccessBlock],
    });
  }
}

function tlsOnlyStatement(bucketArn: string): PolicyStatement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
