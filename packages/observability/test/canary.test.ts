import { messageOf, statementsOf, Template } from '@active-active/testing';
import { CanaryRole, canaryRoleName, type CanaryProps } from '../src';
import { alarm, ACCOUNT, canaryTemplate } from './fixture';

const template = canaryTemplate();

function role(): Template {
  return Template.of((scope) => {
    new CanaryRole(scope, 'role', {
      name: 'production-euw1',
      region: 'eu-west-1',
      account: ACCOUNT,
      bucketName: 'production-canary-euw1',
    });
  });
}

it('asks every target every five minutes, with artifacts under its own key', () => {
  const canary = template.only('aws_synthetics_canary');
  expect(canary).toMatchObject({
    name: 'production-euw1',
    schedule: { expression: 'rate(5 minutes)' },
    artifact_config: {
      s3_encryption: { encryption_mode: 'SSE_KMS', kms_key_arn: expect.stringMatching(/^\$\{aws_kms_key\./) },
    },
    start_canary: true,
    delete_lambda: true,
  });
  expect(JSON.parse(canary['run_config'].environment_variables.TARGETS)).toEqual({
    global: 'https://api.myapp.com/health',
    'us-east-1': 'https://us-east-1.api.myapp.com/health',
  });
  expect(canaryTemplate({ rateMinutes: 1 }).only('aws_synthetics_canary')['schedule']).toEqual({
    expression: 'rate(1 minute)',
  });
});

it('Terraform does not notice new code under an old name: the code is named by its hash', () => {
  const { key, content_base64: content } = template.only('aws_s3_object');
  expect(key).toMatch(/^code\/[0-9a-f]{64}\.zip$/);
  expect(Buffer.from(content, 'base64').subarray(0, 2).toString()).toBe('PK');
  expect(canaryTemplate().only('aws_s3_object')).toEqual(template.only('aws_s3_object'));
});

it('lets artifacts expire, and not the code', () => {
  const [rule] = template.only('aws_s3_bucket_lifecycle_configuration')['rule'];
  expect(rule).toMatchObject({ status: 'Enabled', filter: [{ prefix: 'artifacts/' }], expiration: [{ days: 31 }] });
  expect(template.only('aws_synthetics_canary')['artifact_s3_location']).toMatch(/\/artifacts\/$/);
});

it.each(['global', 'us-east-1'])('has an alarm on %s, for which a canary that does not run proves nothing', (step) => {
  expect(alarm(template, `production-euw1-canary-${step}`)).toMatchObject({
    namespace: 'CloudWatchSynthetics',
    metric_name: 'SuccessPercent',
    dimensions: { CanaryName: 'production-euw1', StepName: step },
    period: 300,
    comparison_operator: 'LessThanThreshold',
    threshold: 90,
    treat_missing_data: 'breaching',
    alarm_actions: ['arn:aws:sns:eu-west-1:111122223333:production-euw1-ticket'],
  });
});

describe('role', () => {
  const statements = statementsOf(role().only('aws_iam_role_policy')['policy']);

  it('has the name that the canary is given', () => {
    expect(role().only('aws_iam_role')['name']).toBe(canaryRoleName('production-euw1'));
  });

  it("the function's log group has a random name, which no stack could give a key and a retention: the role makes none", () => {
    expect(JSON.stringify(statements)).not.toContain('logs:');
  });

  it('writes artifacts and nothing else', () => {
    expect(statements['WriteArtifacts']).toMatchObject({
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::production-canary-euw1/artifacts/*',
    });
    expect(statements['EncryptArtifacts']!['Condition']).toEqual({
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/production-euw1-canary'] },
      StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
    });
    template.hasResource('aws_kms_alias', { name: 'alias/production-euw1-canary' });
  });

  it('has no resource-level permission only where AWS has none, and then a condition or no content', () => {
    const wide = Object.values(statements).filter(({ Resource }) => Resource === '*');
    expect(wide.map(({ Action }) => Action)).toEqual(['s3:ListAllMyBuckets', 'cloudwatch:PutMetricData']);
    expect(statements['PublishMetrics']!['Condition']).toEqual({
      StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' },
    });
  });
});

it.each<[string, Partial<CanaryProps>, string]>([
  [
    'the name has capitals',
    { name: 'Production', roleArn: `arn:aws:iam::${ACCOUNT}:role/Production-canary` },
    "name 'Production' cannot name a canary; give up to 255 lower-case letters, digits, hyphens and underscores, such as 'production-use1'",
  ],
  [
    'the role is another account’s',
    { roleArn: 'arn:aws:iam::999988887777:role/production-euw1-canary' },
    "roleArn 'arn:aws:iam::999988887777:role/production-euw1-canary' is not the plain ARN of a role of account 111122223333, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/production-euw1-canary'",
  ],
  [
    'the bucket’s name is none',
    { bucketName: 'Bucket' },
    "bucketName 'Bucket' is no name of a bucket; give 3 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit",
  ],
  ['there is no target', { targets: {} }, 'targets has none, so the canary would ask nobody; give an address or more'],
  [
    'a target is asked without TLS',
    { targets: { global: 'http://api.myapp.com' } },
    "target 'global' at 'http://api.myapp.com' cannot be asked; name it by letters, digits, hyphens and underscores, and give an https: URL",
  ],
  [
    'there are more targets than a function’s variables hold',
    { targets: { global: `https://api.myapp.com/${'x'.repeat(4_096)}` } },
    "targets take 4149 bytes, a function's variables may take 4096; give fewer or shorter addresses",
  ],
  ['it runs never', { rateMinutes: 0 }, 'rateMinutes 0 is no rate of a canary; give a whole number from 1 to 60'],
  [
    'artifacts are kept longer than Synthetics offers',
    { artifactRetentionInDays: 1_000 },
    'artifactRetentionInDays 1000 is not what Synthetics offers; give a whole number from 1 to 455',
  ],
])('fails when %s', (_, props, problem) => {
  expect(messageOf(() => canaryTemplate(props))).toBe(`test/canary: ${problem}`);
});

it("fails when it is in another region than its stack's", () => {
  expect(messageOf(() => canaryTemplate({}, 'us-east-1'))).toBe(
    "test/canary: canary 'production-euw1' is in 'eu-west-1', the stack's provider in 'us-east-1', and an alarm sees no other region than its own; put it in a stack of 'eu-west-1'",
  );
});

it('matches its snapshot at the defaults', () => {
  const { resource } = template.json;
  const [id] = Object.keys(resource.aws_s3_object);
  // The code's bytes have tests of their own.
  const code = { ...resource.aws_s3_object[id!], content_base64: 'code', key: 'key' };
  expect({ ...resource, aws_s3_object: { [id!]: code } }).toMatchSnapshot();
});
