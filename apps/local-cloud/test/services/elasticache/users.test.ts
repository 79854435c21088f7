import { childOf, textOf } from '../../../src/gateway/xml';
import { CacheBench, groupParameters } from './bench';

let bench: CacheBench;
beforeEach(() => {
  bench = new CacheBench();
});

const iamUser = (id: string, engine = 'valkey') => ({
  UserId: id,
  UserName: id,
  Engine: engine,
  AccessString: 'on ~* -@all +@read',
  'AuthenticationMode.Type': 'iam',
  NoPasswordRequired: 'false',
});
const disabledDefault = {
  UserId: 'off',
  UserName: 'default',
  Engine: 'redis',
  AccessString: 'off ~* -@all',
  NoPasswordRequired: 'true',
};
const group = (engine: string, ...ids: readonly string[]) => ({
  UserGroupId: 'g',
  Engine: engine,
  ...Object.fromEntries(ids.map((id, index) => [`UserIds.member.${index + 1}`, id])),
});

test('an IAM user reads back as it was made', async () => {
  await bench.call('CreateUser', iamUser('app'));
  const user = childOf(await bench.call('DescribeUsers', { UserId: 'app' }), 'Users', 'member');
  expect(textOf(user, 'Status')).toBe('active');
  expect(textOf(user, 'AccessString')).toBe('on ~* -@all +@read');
  expect(textOf(user, 'Authentication', 'Type')).toBe('iam');
  expect(textOf(user, 'ARN')).toBe('arn:aws:elasticache:us-east-1:123456789012:user:app');
});

test('every account has the user default, open to everybody', async () => {
  const user = childOf(await bench.call('DescribeUsers', { UserId: 'default' }), 'Users', 'member');
  expect([textOf(user, 'AccessString'), textOf(user, 'Authentication', 'Type')]).toEqual([
    'on ~* +@all',
    'no-password',
  ]);
  await expect(bench.call('DeleteUser', { UserId: 'default' })).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('fails when an IAM user is named otherwise, the access string has no form, or there is no such user', async () => {
  await expect(bench.call('CreateUser', { ...iamUser('app'), UserName: 'other' })).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
  await expect(bench.call('CreateUser', { ...iamUser('app'), AccessString: 'on everything' })).rejects.toThrow(
    "The access string is not valid at 'everything'.",
  );
  await expect(bench.call('DescribeUsers', { UserId: 'app' })).rejects.toMatchObject({
    code: 'UserNotFound',
    status: 404,
  });
  await bench.call('CreateUser', iamUser('app'));
  await expect(bench.call('CreateUser', iamUser('app'))).rejects.toMatchObject({ code: 'UserAlreadyExists' });
});

test('a password user has a count of passwords and no passwords', async () => {
  const { 'AuthenticationMode.Type': _iam, ...user } = iamUser('app');
  const result = await bench.call('CreateUser', { ...user, 'Passwords.member.1': 'a-password-of-length' });
  expect(textOf(result, 'Authentication', 'PasswordCount')).toBe('1');
  expect(JSON.stringify(result)).not.toContain('a-password-of-length');
});

test('a Valkey group needs no default user, a Redis OSS group does', async () => {
  await bench.call('CreateUser', iamUser('app', 'redis'));
  await bench.call('CreateUser', disabledDefault);
  await expect(bench.call('CreateUserGroup', group('redis', 'app'))).rejects.toMatchObject({
    code: 'DefaultUserRequired',
  });
  await expect(bench.call('CreateUserGroup', group('redis', 'off', 'default'))).rejects.toMatchObject({
    code: 'DuplicateUserName',
  });
  await bench.call('CreateUserGroup', group('redis', 'off', 'app'));
  await expect(bench.call('DeleteUser', { UserId: 'off' })).rejects.toMatchObject({
    code: 'DefaultUserAssociatedToUserGroup',
  });
  await expect(bench.call('CreateUserGroup', group('valkey', 'unknown'))).rejects.toMatchObject({
    code: 'UserNotFound',
  });
});

test('a user that is deleted leaves its group, and a group in use stays', async () => {
  await bench.call('CreateUser', iamUser('app'));
  await bench.call('CreateUser', iamUser('other'));
  await bench.call('CreateUserGroup', group('valkey', 'app', 'other'));
  await bench.call('DeleteUser', { UserId: 'other' });
  await bench.call('CreateReplicationGroup', groupParameters('one', { 'UserGroupIds.member.1': 'g' }));
  const described = await bench.call('DescribeUserGroups', { UserGroupId: 'g' });
  const shown = childOf(described, 'UserGroups', 'member');
  expect(childOf(shown, 'UserIds')?.children.map(({ text }) => text)).toEqual(['app']);
  expect(childOf(shown, 'ReplicationGroups')?.children.map(({ text }) => text)).toEqual(['one']);
  await expect(bench.call('DeleteUserGroup', { UserGroupId: 'g' })).rejects.toMatchObject({
    code: 'InvalidUserGroupState',
  });
});

test('a group is being created for a moment, then active', async () => {
  await bench.call('CreateUser', iamUser('app'));
  expect(textOf(await bench.call('CreateUserGroup', group('valkey', 'app')), 'Status')).toBe('creating');
  const described = await bench.call('DescribeUserGroups', {});
  expect(textOf(described, 'UserGroups', 'member', 'Status')).toBe('active');
});
