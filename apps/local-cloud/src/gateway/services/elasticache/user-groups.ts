import { AwsError } from '../../overlay';
import type { StateView } from '../../state-store';
import { type XmlElements, members } from '../../xml';
import { type Call, invalidCombination, invalidValue } from './call';
import { engineNamed, minimumEngineVersion } from './engine';
import { type UserGroup, replicationGroups, statusOf, transition, userGroups } from './records';
import { usersNamed } from './users';

export function createUserGroup(call: Call): XmlElements {
  const id = call.required('UserGroupId').toLowerCase();
  const engine = engineNamed(call.required('Engine'));
  const userIds = call.list('UserIds').map((user) => user.toLowerCase());
  checkUsers(call.state, engine, userIds);
  const group: UserGroup = {
    id,
    engine,
    userIds,
    tags: call.tags,
    transition: transition('creating', call.context.now()),
  };
  userGroups(call.state).update((draft) => {
    if (draft[id] !== undefined) throw new AwsError('UserGroupAlreadyExists', `User group ${id} already exists.`);
    draft[id] = group;
  });
  return render(call, group);
}

export function modifyUserGroup(call: Call): XmlElements {
  const id = call.required('UserGroupId').toLowerCase();
  const added = call.list('UserIdsToAdd').map((user) => user.toLowerCase());
  const removed = call.list('UserIdsToRemove').map((user) => user.toLowerCase());
  const engine = call.text('Engine');
  if (added.length + removed.length === 0 && engine === undefined)
    throw invalidCombination('No modifications were requested');
  const group = userGroups(call.state).update((draft) => {
    const current = found(draft, id);
    const missing = removed.find((user) => !current.userIds.includes(user));
    if (missing !== undefined) throw invalidValue(`User ${missing} is not a member of user group ${id}.`);
    const userIds = [...new Set([...current.userIds.filter((user) => !removed.includes(user)), ...added])];
    const newEngine = engine === undefined ? current.engine : engineNamed(engine);
    checkUsers(call.state, newEngine, userIds);
    return (draft[id] = {
      ...current,
      engine: newEngine,
      userIds,
      transition: transition('modifying', call.context.now()),
    });
  });
  return render(call, group);
}

export function deleteUserGroup(call: Call): XmlElements {
  const id = call.required('UserGroupId').toLowerCase();
  const group = found(userGroups(call.state).read(), id);
  const [user] = replicationGroupsOf(call.state, id);
  if (user !== undefined) {
    throw new AwsError('InvalidUserGroupState', `User group ${id} is associated with replication group ${user}.`);
  }
  userGroups(call.state).update((draft) => void delete draft[id]);
  return { ...render(call, group), Status: 'deleting' };
}

export function describeUserGroups(call: Call): XmlElements {
  const id = call.text('UserGroupId')?.toLowerCase();
  const all = userGroups(call.state).read();
  const listed = id === undefined ? Object.values(all) : [found(all, id)];
  return { UserGroups: members(listed.map((group) => render(call, group))) };
}

/** @throws UserGroupNotFound, and InvalidParameterValue when a group is of another engine */
export function checkUserGroups(state: StateView, ids: readonly string[], engine: string): void {
  const all = userGroups(state).read();
  for (const id of ids) {
    const group = found(all, id);
    // A Valkey cache takes groups of both engines, a Redis OSS cache its own only.
    if (engine === 'redis' && group.engine !== 'redis')
      throw invalidValue(`User group ${id} is of engine ${group.engine}, not redis.`);
  }
}

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html */
function checkUsers(state: StateView, engine: string, userIds: readonly string[]): void {
  const listed = usersNamed(state, userIds);
  const names = listed.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new AwsError('DuplicateUserName', `The user group has several users named ${twice}.`);
  if (engine !== 'redis') return;
  if (!names.includes('default'))
    throw new AwsError('DefaultUserRequired', 'A user group of engine redis must hold a user named default.');
  const foreign = listed.find((user) => user.engine !== 'redis');
  if (foreign !== undefined) throw invalidValue(`User ${foreign.id} is of engine ${foreign.engine}, not redis.`);
}

function found(all: Record<string, UserGroup>, id: string): UserGroup {
  const group = all[id];
  if (group === undefined) throw new AwsError('UserGroupNotFound', `User group ${id} not found.`, 404);
  return group;
}

function replicationGroupsOf(state: StateView, id: string): string[] {
  const all = Object.values(replicationGroups(state).read());
  return all.filter(({ userGroupIds }) => userGroupIds.includes(id)).map((group) => group.id);
}

function render(call: Call, group: UserGroup): XmlElements {
  return {
    UserGroupId: group.id,
    Status: statusOf(group, call.context.now(), 'active'),
    Engine: group.engine,
    UserIds: members(group.userIds),
    MinimumEngineVersion: minimumEngineVersion(group.engine, false),
    PendingChanges: {},
    ReplicationGroups: members(replicationGroupsOf(call.state, group.id)),
    ARN: call.arn('usergroup', group.id),
  };
}
