import { type PolicyStatement, PrivateBucket, type PrivateBucketProps } from '@active-active/construct-kit';
import { statementsOf, Template } from '@active-active/testing';

const templateOf = (props: Partial<PrivateBucketProps> = {}) =>
  Template.of((scope) => new PrivateBucket(scope, 'logs', { bucketName: 'production-euw1-logs', ...props }));

describe('PrivateBucket', () => {
  it('matches its snapshot at its defaults', () => {
    expect(templateOf().json['resource']).toMatchSnapshot();
  });

  it('admits TLS only, and the statements that it is given', () => {
    const read: PolicyStatement = {
      Sid: 'Read',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::production-euw1-logs/*',
    };
    const { policy } = templateOf({ statements: [read] }).only('aws_s3_bucket_policy');
    expect(statementsOf(policy)).toEqual({
      TlsOnly: {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::production-euw1-logs', 'arn:aws:s3:::production-euw1-logs/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      Read: { ...read, Effect: 'Allow' },
    });
  });

  it('blocks public access before it has a policy, so that a public one fails the apply', () => {
    const template = templateOf();
    const [block] = Object.keys(template.resources('aws_s3_bucket_public_access_block'));
    expect(template.only('aws_s3_bucket_policy')['depends_on']).toEqual([`aws_s3_bucket_public_access_block.${block}`]);
  });

  it('keeps versions only when asked to', () => {
    templateOf().resourceCountIs('aws_s3_bucket_versioning', 0);
    templateOf({ versioning: true }).hasResource('aws_s3_bucket_versioning', {
      versioning_configuration: { status: 'Enabled' },
    });
  });

  it('is destroyed with its objects only when deletion protection is off', () => {
    templateOf().hasResource('aws_s3_bucket', { force_destroy: false });
    templateOf({ deletionProtection: false }).hasResource('aws_s3_bucket', { force_destroy: true });
  });
});
