import { messageOf, statementsOf, Template } from '@active-active/testing';
import { FaultInjection, freezeParameterName, GameDay, type GameDayProps } from '../src';
import { account, alarmArn, faults, gameDay, region } from './support';

function synthesise(changed: Partial<GameDayProps> = {}): Template {
  return Template.of((scope) => new GameDay(scope, 'game-day', { ...gameDay, ...changed }));
}

test('is as recorded', () => {
  expect(synthesise().json).toMatchSnapshot();
});

test('starts the experiment of the region’s templates', () => {
  const template = Template.of((scope) => {
    const { outputs } = new FaultInjection(scope, 'faults', faults);
    new GameDay(scope, 'game-day', { ...gameDay, experimentTemplateId: outputs.evacuationDrill });
  });
  expect(template.only('aws_sfn_state_machine')['definition']).toMatch(
    /"ExperimentTemplateId":"\$\{aws_fis_experiment_template\.faults_evacuation-drill_template_\w+\.id\}"/,
  );
});

test('an apply does not thaw: the parameter starts off and keeps the value that somebody gave it', () => {
  expect(synthesise().only('aws_ssm_parameter')).toMatchObject({
    name: freezeParameterName('production-euw1'),
    insecure_value: 'off',
    lifecycle: { ignore_changes: ['insecure_value', 'value'] },
  });
});

test('a game day that is late does not start when nobody watches', () => {
  expect(synthesise().only('aws_scheduler_schedule')).toMatchObject({
    schedule_expression: 'cron(0 10 ? 2,5,8,11 TUE#2 *)',
    schedule_expression_timezone: 'UTC',
    flexible_time_window: { mode: 'OFF' },
    target: { retry_policy: { maximum_event_age_in_seconds: 900 } },
  });
});

test('everything that the state machine does is logged, with a key of its own', () => {
  const template = synthesise();
  expect(template.only('aws_sfn_state_machine')['logging_configuration']).toMatchObject({
    level: 'ALL',
    include_execution_data: true,
  });
  expect(template.only('aws_cloudwatch_log_group')['name']).toBe('/aws/vendedlogs/states/production-euw1-game-day');
  expect(statementsOf(template.only('aws_kms_key')['policy'])).toHaveProperty('CloudWatchLogs');
});

test('holds no role, so that it is planned while us-east-1 is dark', () => {
  expect(Object.keys(synthesise().json['resource']).filter((type) => type.startsWith('aws_iam'))).toEqual([]);
});

const roleProblem = (prop: string, arn: string, suffix: string) =>
  `${prop} '${arn}' is not the plain ARN of a role of account ${account}, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::${account}:role/production-euw1-${suffix}'`;

test.each<[string, Partial<GameDayProps>, string]>([
  [
    'there is no alarm to look at',
    { alarmArns: [] },
    'alarmArns is empty, so the game day would start in an impaired region; give its region-impaired alarm',
  ],
  [
    'an alarm is of another region',
    { alarmArns: [alarmArn('us-east-1')] },
    `alarmArns '${alarmArn('us-east-1')}' is an alarm of 'us-east-1', which cannot be read in 'eu-west-1'; give an alarm of 'eu-west-1'`,
  ],
  [
    'the topic is of another region',
    { topicArn: `arn:aws:sns:us-east-1:${account}:game-days` },
    `topicArn 'arn:aws:sns:us-east-1:${account}:game-days' is no topic of 'eu-west-1' and account ${account}; give 'arn:aws:sns:${region}:${account}:<name>'`,
  ],
  [
    'the schedule is no cron expression',
    { scheduleExpression: 'rate(90 days)' },
    "scheduleExpression 'rate(90 days)' is no cron expression; give one such as 'cron(0 10 ? 2,5,8,11 TUE#2 *)'",
  ],
  [
    'the time zone is none',
    { scheduleExpressionTimezone: 'Europe/Atlantis' },
    "scheduleExpressionTimezone 'Europe/Atlantis' is no time zone; give an IANA name, such as 'Europe/Dublin'",
  ],
  [
    'the state machine’s role is of another account',
    { stateMachineRoleArn: 'arn:aws:iam::444455556666:role/r' },
    roleProblem('stateMachineRoleArn', 'arn:aws:iam::444455556666:role/r', 'game-day'),
  ],
  [
    'the schedule’s role is of another account',
    { scheduleRoleArn: 'arn:aws:iam::444455556666:role/r' },
    roleProblem('scheduleRoleArn', 'arn:aws:iam::444455556666:role/r', 'game-day-schedule'),
  ],
])('fails when %s', (_when, changed, message) => {
  expect(messageOf(() => synthesise(changed))).toBe(`test/game-day: ${message}`);
});
