import type { FaultInjectionProps, GameDayProps } from '../src';
import { experimentRoleArn, gameDayRoleArns } from '../src';

export const account = '111122223333';
export const region = 'eu-west-1';
export const name = 'production-euw1';
export const alarmArn = (of = region, owner = account) => `arn:aws:cloudwatch:${of}:${owner}:alarm:impaired`;

export type Zone = 'eu-west-1a' | 'eu-west-1b' | 'eu-west-1c';

export const faults: FaultInjectionProps<Zone, 'us-east-1'> = {
  name,
  region,
  account,
  roleArn: experimentRoleArn(name, account),
  stopAlarmArns: [alarmArn()],
  service: { clusterName: 'orders', serviceName: 'orders-api', minTasks: 4 },
  privateSubnetIds: { 'eu-west-1a': 'subnet-0a', 'eu-west-1b': 'subnet-0b', 'eu-west-1c': 'subnet-0c' },
  tableName: 'production-orders',
  reportBucketName: 'production-reports-euw1',
};

const roles = gameDayRoleArns(name, account);
export const gameDay: GameDayProps = {
  name,
  region,
  account,
  stateMachineRoleArn: roles.stateMachine,
  scheduleRoleArn: roles.schedule,
  experimentTemplateId: 'EXT1',
  alarmArns: [alarmArn()],
  topicArn: `arn:aws:sns:${region}:${account}:game-days`,
  scheduleExpression: 'cron(0 10 ? 2,5,8,11 TUE#2 *)',
};
