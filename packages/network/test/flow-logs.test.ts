import { statementsOf } from '@active-active/testing';
import { synthesise } from './support';

test('all traffic is logged to CloudWatch Logs for a year', () => {
  const template = synthesise();
  expect(template.only('aws_flow_log')).toMatchObject({
    traffic_type: 'ALL',
    log_destination_type: 'cloud-watch-logs',
  });
  expect(template.only('aws_cloudwatch_log_group')).toMatchObject({
    name: '/production-use1/vpc-flow-logs',
    retention_in_days: 365,
  });
});

test('another retention can be chosen', () => {
  expect(synthesise({ flowLogRetentionInDays: 30 }).only('aws_cloudwatch_log_group')['retention_in_days']).toBe(30);
});

test('the log group can be created: its key admits CloudWatch Logs of the region for this group alone', () => {
  const template = synthesise();
  const [key] = Object.keys(template.resources('aws_kms_key'));
  expect(template.only('aws_cloudwatch_log_group')['kms_key_id']).toBe(`\${aws_kms_key.${key}.arn}`);
  expect(statementsOf(template.only('aws_kms_key')['policy'])['CloudWatchLogs']).toMatchObject({
    Principal: { Service: 'logs.us-east-1.amazonaws.com' },
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn':
          'arn:aws:logs:us-east-1:111122223333:log-group:/production-use1/vpc-flow-logs',
      },
    },
  });
});

test('the role may not create log groups, or a deleted one would return without key and retention', () => {
  const statements = statementsOf(synthesise().only('aws_iam_role_policy')['policy']);
  expect(Object.values(statements).flatMap((statement) => statement['Action'])).toEqual([
    'logs:CreateLogStream',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:DescribeLogGroups',
  ]);
});

test('the role writes to its own log group only', () => {
  const template = synthesise();
  const [group] = Object.keys(template.resources('aws_cloudwatch_log_group'));
  const statements = statementsOf(template.only('aws_iam_role_policy')['policy']);
  expect(statements['WriteToTheLogGroup']?.['Resource']).toBe(`\${aws_cloudwatch_log_group.${group}.arn}:*`);
  expect(statements['FindTheLogGroup']?.['Resource']).toBe('arn:aws:logs:us-east-1:111122223333:log-group:*');
});

test("the role's name carries the region's key, and only flow logs of this account assume it", () => {
  const role = synthesise().only('aws_iam_role');
  expect(role['name']).toBe('production-use1-flow-logs');
  expect(statementsOf(role['assume_role_policy'])['AssumedByService']).toMatchObject({
    Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  });
});

test('delivery begins after the role has its policy', () => {
  const template = synthesise();
  const [policy] = Object.keys(template.resources('aws_iam_role_policy'));
  expect(template.only('aws_flow_log')['depends_on']).toEqual([`aws_iam_role_policy.${policy}`]);
});
