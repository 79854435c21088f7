import { messageOf, Template } from '@active-active/testing';
import * as fc from 'fast-check';
import { type ApiErrors, FaultInjection, type FaultInjectionProps } from '../src';
import { account, alarmArn, faults } from './support';

type Props = FaultInjectionProps<string, string>;

function refusal(changed: Partial<Props>): string {
  return messageOf(() =>
    Template.of((scope) => new FaultInjection<string, string>(scope, 'faults', { ...faults, ...changed })),
  ).replaceAll('test/faults: ', '');
}

const taskRoleArn = `arn:aws:iam::${account}:role/task`;
const apiErrors: ApiErrors = { roleArn: taskRoleArn, service: 'ec2', operations: ['DescribeVpcs'], percentage: 10 };
const service = faults.service;
const subnets = faults.privateSubnetIds;

test.each<[string, Partial<Props>, string]>([
  [
    'there is no stop condition',
    { stopAlarmArns: [] },
    "stopAlarmArns is empty, so nothing would stop an experiment that harms; give one to 5 alarms of 'eu-west-1'",
  ],
  [
    'the drill has no stop condition',
    { evacuationStopAlarmArns: [] },
    "evacuationStopAlarmArns is empty, so nothing would stop an experiment that harms; give one to 5 alarms of 'eu-west-1'",
  ],
  [
    'there are more stop conditions than FIS allows',
    { stopAlarmArns: Array(6).fill(alarmArn()) as string[] },
    'stopAlarmArns has 6 alarms, and FIS allows 5 stop conditions; give a composite alarm over them',
  ],
  [
    'a stop condition is an alarm of another region',
    { stopAlarmArns: [alarmArn('us-east-1')] },
    `stopAlarmArns '${alarmArn('us-east-1')}' is an alarm of 'us-east-1', which cannot be read in 'eu-west-1'; give an alarm of 'eu-west-1'`,
  ],
  [
    'a stop condition is an alarm of another account',
    { stopAlarmArns: [alarmArn('eu-west-1', '444455556666')] },
    `stopAlarmArns '${alarmArn('eu-west-1', '444455556666')}' is an alarm of account '444455556666'; give one of account ${account}`,
  ],
  [
    'a stop condition is no alarm',
    { stopAlarmArns: ['impaired'] },
    `stopAlarmArns 'impaired' is no ARN of an alarm; give 'arn:aws:cloudwatch:eu-west-1:${account}:alarm:<name>'`,
  ],
  [
    'the duration is none',
    { duration: '15 minutes' },
    "duration '15 minutes' is no ISO 8601 duration of hours, minutes and seconds; give one such as 'PT15M'",
  ],
  [
    'the duration is over that of FIS',
    { duration: 'PT12H1S' },
    "duration 'PT12H1S' is 43201 s, and FIS allows 1 minute to 12 hours; give 'PT1M' to 'PT12H'",
  ],
  [
    'the duration is under that of FIS',
    { evacuationDuration: 'PT59S' },
    "evacuationDuration 'PT59S' is 59 s, and FIS allows 1 minute to 12 hours; give 'PT1M' to 'PT12H'",
  ],
  [
    'replication may not have stopped yet when the experiment ends',
    { duration: 'PT5M' },
    "duration 'PT5M' may end before replication has stopped, for which DynamoDB takes up to 5 minutes; give more than 'PT5M'",
  ],
  [
    'no share of the tasks is stopped',
    { stopTasksPercent: 0 },
    'stopTasksPercent 0 is no share of the tasks, so none or an unknown number would be stopped; give a whole number from 1 to 100',
  ],
  [
    'the share of the tasks rounds down to none',
    { stopTasksPercent: 30, service: { ...service, minTasks: 3 } },
    'stopTasksPercent 30 of 3 tasks rounds down to none, so nothing would be tested; give at least 34',
  ],
  [
    'no task runs at all times',
    { service: { ...service, minTasks: 0 } },
    'service.minTasks 0 is no number of running tasks, so none might be stopped; give a whole number from 1',
  ],
  [
    'there are no subnets',
    { privateSubnetIds: {} },
    'privateSubnetIds is empty, so network experiments would have no target; give the private subnet of each zone of the service',
  ],
  [
    'a zone is not in the region',
    { privateSubnetIds: { ...subnets, 'us-east-1a': 'subnet-0d' } },
    "privateSubnetIds names the zone 'us-east-1a', which is not in 'eu-west-1', so nothing would be found in it; give zones such as 'eu-west-1a'",
  ],
  [
    'a subnet has no id',
    { privateSubnetIds: { 'eu-west-1a': '' } },
    "privateSubnetIds['eu-west-1a'] '' is no id of a subnet; give one such as 'subnet-0123456789abcdef0'",
  ],
  [
    'the cache has no tags',
    { cacheTags: {} },
    "cacheTags is empty, so no replication group would be found; give tags that this region's carries, or leave the prop out where there is no cache",
  ],
  [
    'the region is isolated from itself',
    { isolatedRegions: ['eu-west-1'] },
    "isolatedRegions names 'eu-west-1', the region of the experiments itself; give other regions",
  ],
  [
    'an isolated region is none',
    { isolatedRegions: ['virginia'] },
    "isolatedRegions 'virginia' is no region; give its code, such as 'eu-west-1'",
  ],
  [
    'a region is isolated twice',
    { isolatedRegions: ['us-east-1', 'us-east-1'] },
    "isolatedRegions names 'us-east-1' twice; give it once",
  ],
  [
    'errors are of a service that FIS has none of',
    { apiErrors: { ...apiErrors, service: 'dynamodb' as 'ec2' } },
    "apiErrors.service 'dynamodb' is one that FIS cannot inject errors of; give 'ec2' or 'kinesis', and for DynamoDB start the experiment dynamodb-network",
  ],
  [
    'errors are of no operation',
    { apiErrors: { ...apiErrors, operations: [] } },
    'apiErrors.operations is empty, so no call would fail; name operations of the service',
  ],
  [
    'an operation is a list of operations',
    { apiErrors: { ...apiErrors, operations: ['DescribeVpcs,DescribeSubnets'] } },
    "apiErrors.operations 'DescribeVpcs,DescribeSubnets' is no name of an operation; give one such as 'DescribeInstances'",
  ],
  [
    'no share of the calls fails',
    { apiErrors: { ...apiErrors, percentage: 0 } },
    'apiErrors.percentage 0 is no share of the calls; give a whole number from 1 to 100',
  ],
  [
    'the role of the errors is of another account',
    { apiErrors: { ...apiErrors, roleArn: 'arn:aws:iam::444455556666:role/task' } },
    `apiErrors.roleArn 'arn:aws:iam::444455556666:role/task' is not the plain ARN of a role of account ${account}, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::${account}:role/production-orders-api-use1-task'`,
  ],
  [
    'the role of the experiments is of another account',
    { roleArn: 'arn:aws:iam::444455556666:role/fis' },
    `roleArn 'arn:aws:iam::444455556666:role/fis' is not the plain ARN of a role of account ${account}, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::${account}:role/production-euw1-experiment'`,
  ],
  [
    'the table is given by its ARN',
    { tableName: 'table/orders' },
    "tableName 'table/orders' is no name of a table; give the name alone, 3 to 255 letters, digits, '_', '-' and '.'",
  ],
  [
    'the bucket has a name that S3 refuses',
    { reportBucketName: 'Reports' },
    "reportBucketName 'Reports' is no name of a bucket; use 3 to 63 lower-case letters, digits and hyphens",
  ],
  [
    'the bucket’s name is too long',
    { reportBucketName: 'b'.repeat(64) },
    `reportBucketName '${'b'.repeat(64)}' has 64 characters, AWS allows 63; shorten it by 1`,
  ],
  [
    'a dashboard is given by its name',
    { dashboardArns: ['orders'] },
    `dashboardArns 'orders' is no ARN of a dashboard; give 'arn:aws:cloudwatch::${account}:dashboard/<name>'`,
  ],
  [
    'the account is no account id',
    { account: '1', stopAlarmArns: [alarmArn('eu-west-1', '1')] },
    "account '1' is no account id; give its 12 digits",
  ],
])('fails when %s', (_when, changed, message) => {
  expect(refusal(changed)).toBe(message);
});

test('fails when several things are wrong, naming all of them', () => {
  expect(refusal({ name: 'a b', region: 'europe', stopAlarmArns: [], privateSubnetIds: {} }).split('\n')).toEqual([
    "name 'a b' has characters that names of roles and templates cannot hold; use letters, digits, '_' and '-'",
    "region 'europe' is no region; give its code, such as 'eu-west-1'",
    "stopAlarmArns is empty, so nothing would stop an experiment that harms; give one to 5 alarms of 'europe'",
    'privateSubnetIds is empty, so network experiments would have no target; give the private subnet of each zone of the service',
  ]);
});

test('a share is accepted if and only if FIS, which rounds down, stops a task', () => {
  const isRefused = (minTasks: number, stopTasksPercent: number) => {
    try {
      return refusal({ stopTasksPercent, service: { ...service, minTasks } }).includes('rounds down to none');
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 }), (minTasks, percent) => {
      expect(isRefused(minTasks, percent)).toBe(Math.floor((minTasks * percent) / 100) === 0);
    }),
    { numRuns: 30 },
  );
});
