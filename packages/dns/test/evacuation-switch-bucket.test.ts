import { messageOf, statementsOf, Template } from '@active-active/testing';
import { EvacuationSwitchBucket, type EvacuationSwitchBucketProps, ROUTE53_CHECKER_RANGES } from '../src';

function template(props: Partial<EvacuationSwitchBucketProps> = {}): Template {
  return Template.of((scope) => {
    new EvacuationSwitchBucket(scope, 'switches', { bucketName: 'production-use1-evacuation', ...props });
  });
}

const statements = statementsOf(template().only('aws_s3_bucket_policy')['policy']);

it('an anonymous read of a KMS-encrypted object is refused: the bucket is encrypted with SSE-S3', () => {
  expect(template().only('aws_s3_bucket_server_side_encryption_configuration')['rule']).toEqual([
    { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
  ]);
});

it('a switch put with a KMS key looks turned and is not: such a put is refused', () => {
  expect(statements['SwitchesReadableByCheckers']).toEqual({
    Sid: 'SwitchesReadableByCheckers',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::production-use1-evacuation/*',
    Condition: {
      Null: { 's3:x-amz-server-side-encryption': 'false' },
      StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' },
    },
  });
});

it('checkers read anonymously: only switches, only from their own address ranges', () => {
  expect(statements['HealthCheckersReadSwitches']).toEqual({
    Sid: 'HealthCheckersReadSwitches',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::production-use1-evacuation/evacuate/*',
    Condition: {
      IpAddress: { 'aws:SourceIp': [...ROUTE53_CHECKER_RANGES.ipv4, ...ROUTE53_CHECKER_RANGES.ipv6] },
    },
  });
});

it('nobody may list the bucket, so an absent switch is 403 to the checkers and never 200', () => {
  const allowed = Object.values(statements).filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.map(({ Action }) => Action)).toEqual(['s3:GetObject']);
});

it('admits TLS only', () => {
  expect(statements['TlsOnly']).toMatchObject({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::production-use1-evacuation', 'arn:aws:s3:::production-use1-evacuation/*'],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
});

it('Block Public Access stays on in all four settings, and is there before the policy', () => {
  const bucket = template();
  expect(bucket.only('aws_s3_bucket_public_access_block')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  const [blockId] = Object.keys(bucket.resources('aws_s3_bucket_public_access_block'));
  expect(bucket.only('aws_s3_bucket_policy')['depends_on']).toEqual([`aws_s3_bucket_public_access_block.${blockId}`]);
});

it('the policy stays under the 20 KB that S3 allows', () => {
  expect(template().only('aws_s3_bucket_policy')['policy'].length).toBeLessThan(20 * 1024);
});

it('keeps the history of switches, and no rule expires one that is turned', () => {
  const bucket = template();
  expect(bucket.only('aws_s3_bucket_versioning')['versioning_configuration']).toEqual({ status: 'Enabled' });
  bucket.resourceCountIs('aws_s3_bucket_lifecycle_configuration', 0);
});

it('holds no switch of its own: Terraform neither turns one nor turns one back', () => {
  template().resourceCountIs('aws_s3_object', 0);
});

it('is destroyed with its objects only when deletion protection is off', () => {
  expect(template().only('aws_s3_bucket')['force_destroy']).toBe(false);
  expect(template({ deletionProtection: false }).only('aws_s3_bucket')['force_destroy']).toBe(true);
});

it('gives its name and ARN as plain text, for stacks that must not read its state', () => {
  let outputs;
  Template.of((scope) => {
    outputs = new EvacuationSwitchBucket(scope, 'switches', { bucketName: 'production-use1-evacuation' }).outputs;
  });
  expect(outputs).toEqual({
    bucketName: 'production-use1-evacuation',
    bucketArn: 'arn:aws:s3:::production-use1-evacuation',
  });
});

it.each(['switches.myapp.com', 'ab', 'Production', '-evacuation', 'x'.repeat(64)])(
  "fails when the bucket is named '%s'",
  (bucketName) => {
    expect(messageOf(() => template({ bucketName }))).toBe(
      `test/switches: bucketName '${bucketName}' cannot be the first label of the bucket's HTTPS address; ` +
        'give 3 to 63 lower-case letters, digits and hyphens, no dots, starting and ending with a letter or digit',
    );
  },
);

it('matches its snapshot at the defaults', () => {
  expect(template().json['resource']).toMatchSnapshot();
});
