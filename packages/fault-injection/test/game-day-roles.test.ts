import { messageOf, statementsOf, Template } from '@active-active/testing';
import { gameDayRoleArns, GameDayRoles, type GameDayRolesProps } from '../src';
import { account, name, region } from './support';

const topicArn = `arn:aws:sns:${region}:${account}:game-days`;
const PROPS: GameDayRolesProps = { name, region, account, topicArn };
const MACHINE = `arn:aws:states:${region}:${account}:stateMachine:production-euw1-game-day`;

function synthesise(changed: Partial<GameDayRolesProps> = {}): Template {
  return Template.of((scope) => new GameDayRoles(scope, 'roles', { ...PROPS, ...changed }));
}

function statements(policy: 'state-machine' | 'schedule', changed: Partial<GameDayRolesProps> = {}) {
  return statementsOf(synthesise(changed).hasResource('aws_iam_role_policy', { name: policy })['policy']);
}

test('is as recorded', () => {
  expect(synthesise().json).toMatchSnapshot();
});

test('names and ARNs are computed', () => {
  const names = Object.values(synthesise().resources('aws_iam_role')).map((role) => role['name']);
  expect(names).toEqual(['production-euw1-game-day-schedule', 'production-euw1-game-day']);
  expect(gameDayRoleArns(name, account)).toEqual({
    stateMachine: `arn:aws:iam::${account}:role/production-euw1-game-day`,
    schedule: `arn:aws:iam::${account}:role/production-euw1-game-day-schedule`,
  });
});

test('the schedule may start this state machine, and nothing else', () => {
  expect(Object.values(statements('schedule'))).toEqual([
    { Sid: 'StartGameDay', Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE },
  ]);
});

test('only this state machine assumes the role that starts experiments', () => {
  const role = synthesise().hasResource('aws_iam_role', { name: 'production-euw1-game-day' });
  expect(statementsOf(role['assume_role_policy'])['AssumedByService']).toMatchObject({
    Principal: { Service: 'states.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': MACHINE } },
  });
});

test('FIS draws a template’s id: the state machine may start the one of its name', () => {
  const condition = (experiment: string) => ({
    StringEquals: { 'aws:ResourceTag/Name': `production-euw1-${experiment}` },
  });
  expect(statements('state-machine')['StartFromTemplate']?.['Condition']).toEqual(condition('evacuation-drill'));
  expect(statements('state-machine', { experiment: 'stop-tasks' })['StartFromTemplate']?.['Condition']).toEqual(
    condition('stop-tasks'),
  );
});

test('it publishes to its topic, with the topic’s key where there is one', () => {
  expect(statements('state-machine')['TellResult']?.['Resource']).toBe(topicArn);
  expect(statements('state-machine')).not.toHaveProperty('UseTopicKey');
  expect(statements('state-machine', { topicKeyAlias: 'alarms' })['UseTopicKey']?.['Condition']).toEqual({
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/alarms'] },
    StringEquals: { 'kms:ViaService': `sns.${region}.amazonaws.com` },
  });
});

test.each<[string, Partial<GameDayRolesProps>, string]>([
  [
    'a role’s name is too long',
    { name: 'n'.repeat(47) },
    `role name '${'n'.repeat(47)}-game-day-schedule' has 65 characters, AWS allows 64; shorten it by 1`,
  ],
  [
    'the topic is every topic',
    { topicArn: `arn:aws:sns:${region}:${account}:*` },
    `topicArn 'arn:aws:sns:${region}:${account}:*' is no topic of '${region}' and account ${account}; give '${topicArn.replace('game-days', '<name>')}'`,
  ],
  [
    'the key’s alias has its prefix',
    { topicKeyAlias: 'alias/alarms' },
    "topicKeyAlias 'alias/alarms' is no alias of an own key; give it without 'alias/' and not of 'aws/', 1 to 250 letters, digits, '/', '_' and '-'",
  ],
  [
    'the experiment is every experiment',
    { experiment: '*' },
    "experiment '*' is no name of an experiment; give one such as 'evacuation-drill'",
  ],
])('fails when %s', (_when, changed, message) => {
  expect(messageOf(() => synthesise(changed))).toBe(`test/roles: ${message}`);
});
