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

test("a regional construct holds no IAM resource: IAM's control plane is in us-east-1", () => {
  const { resource, data } = synthesise().json;
  expect(Object.keys({ ...resource, ...data }).filter((type) => type.startsWith('aws_iam_'))).toEqual([]);
});

test('the role is named by its plain ARN, so that the stack reads no state of the stack that holds it', () => {
  const flowLog = synthesise().only('aws_flow_log');
  expect(flowLog['iam_role_arn']).toBe('arn:aws:iam::111122223333:role/production-use1-flow-logs');
  expect(flowLog).not.toHaveProperty('depends_on');
});

test('a role of another name and path will do', () => {
  const flowLogRoleArn = 'arn:aws:iam::111122223333:role/audit/flow.logs_1';
  expect(synthesise({ flowLogRoleArn }).only('aws_flow_log')['iam_role_arn']).toBe(flowLogRoleArn);
});
