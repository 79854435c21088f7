import { BaseStack, type BaseStackProps } from '@active-active/construct-kit';
import {
  experimentRoleArn,
  ExperimentRole,
  FaultInjection,
  GameDay,
  gameDayRoleArns,
  GameDayRoles,
} from '@active-active/fault-injection';
import { App } from 'cdktf';

const account = '111122223333';
const region = 'eu-west-1';
const name = 'production-euw1';
const tableName = 'production-orders';
const clusterName = 'production-orders-api-euw1';
const reportBucketName = `production-fis-reports-euw1-${account}`;
const impairedAlarmArn = `arn:aws:cloudwatch:${region}:${account}:alarm:${name}-region-impaired`;
const topicArn = `arn:aws:sns:${region}:${account}:${name}-game-days`;
const stackProps: BaseStackProps = {
  environment: 'production',
  account,
  region,
  state: { type: 's3', bucket: `production-tfstate-euw1-${account}`, region },
};

const app = new App({ outdir: process.env['CDKTF_OUTDIR'] ?? 'cdktf.out' });

const iamStack = new BaseStack(app, 'iam', {
  ...stackProps,
  region: 'us-east-1',
  state: { type: 's3', bucket: `production-tfstate-use1-${account}`, region: 'us-east-1' },
});
new ExperimentRole(iamStack, `experiment-role-${region}`, {
  name,
  region,
  account,
  clusterName,
  tableName,
  networkTags: { Environment: 'production', Stack: `network-${region}` },
  replicationGroupId: 'production-cache-euw1',
  reportBucketName,
});
new GameDayRoles(iamStack, `game-day-roles-${region}`, { name, region, account, topicArn });

const stack = new BaseStack(app, `fault-injection-${region}`, stackProps);
// The ARNs of the roles are plain strings, which order nothing by themselves.
stack.addDependency(iamStack);
const faults = new FaultInjection(stack, 'fault-injection', {
  name,
  region,
  account,
  roleArn: experimentRoleArn(name, account),
  stopAlarmArns: [impairedAlarmArn],
  service: { clusterName, serviceName: clusterName, minTasks: 4 },
  privateSubnetIds: {
    'eu-west-1a': 'subnet-0aaaaaaaaaaaaaaa1',
    'eu-west-1b': 'subnet-0bbbbbbbbbbbbbbb1',
    'eu-west-1c': 'subnet-0ccccccccccccccc1',
  },
  tableName,
  cacheTags: { Environment: 'production', Stack: `global-cache-${region}` },
  isolatedRegions: ['us-east-1'],
  reportBucketName,
});

const roles = gameDayRoleArns(name, account);
new GameDay(stack, 'game-day', {
  name,
  region,
  account,
  stateMachineRoleArn: roles.stateMachine,
  scheduleRoleArn: roles.schedule,
  experimentTemplateId: faults.outputs.evacuationDrill,
  alarmArns: [impairedAlarmArn],
  topicArn,
  // The second Tuesday of the middle month of each quarter, at ten.
  scheduleExpression: 'cron(0 10 ? 2,5,8,11 TUE#2 *)',
  scheduleExpressionTimezone: 'Europe/Dublin',
});

app.synth();
