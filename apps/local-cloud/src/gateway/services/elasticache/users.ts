import { AwsError } from '../../overlay';
import type { StateView } from '../../state-store';
import { type XmlElements, members } from '../../xml';
import { type Call, invalidCombination, invalidValue } from './call';
import { engineNamed, minimumEngineVersion } from './engine';
import { type AuthenticationType, type User, statusOf, transition, userGroups, users } from './records';

/** Exists in every account and region. */
const DEFAULT_USER: User = {
  id: 'default',
  name: 'default',
  engine: 'redis',
  accessString: 'on ~* +@all',
  authentication: 'no-password',
  passwordCount: 0,
  tags: {},
};

export function createUser(call: Call): XmlElements {
  const id = call.required('UserId').toLowerCase();
  const name = call.required('UserName');
  const engine = engineNamed(call.required('Engine'));
  const accessString = accessStringOf(call.required('AccessString'));
  const authentication = authenticationOf(call) ?? { authentication: 'no-password', passwordCount: 0 };
  if (!call.gave('NoPasswordRequired') && !call.gave('AuthenticationMode') && !call.gave('Passwords')) {
    throw invalidCombination('Either a password, NoPasswordRequired or an AuthenticationMode must be given.');
  }
  if (authentication.authentication === 'iam' && name !== id) {
    throw invalidValue(`The user name ${name} must be the user id ${id} for a user that authenticates with IAM.`);
  }
  const user: User = { id, name, engine, accessString, ...authentication, tags: call.tags };
  users(call.state).update((draft) => {
    if (draft[id] !== undefined || id === DEFAULT_USER.id)
      throw new AwsError('UserAlreadyExists', `User ${id} already exists.`);
    draft[id] = user;
  });
  return renderUser(call, user);
}

export function modifyUser(call: Call): XmlElements {
  const id = call.required('UserId').toLowerCase();
  const accessString = call.text('AccessString');
  const appended = call.text('AppendAccessString');
  const authentication = authenticationOf(call);
  const engine = call.text('Engine');
  const user = users(call.state).update((draft) => {
    const current = found(draft, id);
    draft[id] = {
      ...current,
      ...(accessString === undefined ? {} : { accessString: accessStringOf(accessString) }),
      ...(appended === undefined ? {} : { accessString: accessStringOf(`${current.accessString} ${appended}`) }),
      ...authentication,
      ...(engine === undefined ? {} : { engine: engineNamed(engine) }),
      transition: transition('modifying', call.context.now()),
    };
    return draft[id];
  });
  return renderUser(call, user);
}

/** A user that is deleted also leaves its groups, unless a group must hold it. */
export function deleteUser(call: Call): XmlElements {
  const id = call.required('UserId').toLowerCase();
  if (id === DEFAULT_USER.id) throw invalidValue('The default user cannot be deleted.');
  const user = found(users(call.state).read(), id);
  userGroups(call.state).update((draft) => {
    for (const group of Object.values(draft).filter(({ userIds }) => userIds.includes(id))) {
      if (user.name === 'default' && group.engine === 'redis') {
        throw new AwsError(
          'DefaultUserAssociatedToUserGroup',
          `User ${id} is the default user of user group ${group.id}.`,
        );
      }
      group.userIds = group.userIds.filter((member) => member !== id);
    }
  });
  users(call.state).update((draft) => void delete draft[id]);
  return { ...renderUser(call, user), Status: 'deleting' };
}

export function describeUsers(call: Call): XmlElements {
  const all = withDefault(users(call.state).read());
  const id = call.text('UserId')?.toLowerCase();
  const engine = call.text('Engine')?.toLowerCase();
  const listed = (id === undefined ? Object.values(all) : [found(all, id)]).filter(
    (user) => engine === undefined || user.engine === engine,
  );
  return { Users: members(listed.map((user) => renderUser(call, user))) };
}

/** @throws UserNotFound */
export function usersNamed(state: StateView, ids: readonly string[]): User[] {
  const all = withDefault(users(state).read());
  return ids.map((id) => found(all, id.toLowerCase()));
}

function withDefault(own: Record<string, User>): Record<string, User> {
  return { [DEFAULT_USER.id]: DEFAULT_USER, ...own };
}

function found(all: Record<string, User>, id: string): User {
  const user = all[id];
  if (user === undefined) throw new AwsError('UserNotFound', `User ${id} not found.`, 404);
  return user;
}

/** How the user logs in, or `undefined` when the call says nothing of it. */
function authenticationOf(call: Call): { authentication: AuthenticationType; passwordCount: number } | undefined {
  const passwords = [...call.list('Passwords'), ...call.list('AuthenticationMode.Passwords')];
  const mode = call.text('AuthenticationMode.Type') as AuthenticationType | 'no-password-required' | undefined;
  if (passwords.length > 2) throw invalidValue('A user has at most two passwords.');
  if (mode === 'iam' && passwords.length > 0)
    throw invalidCombination('A user that authenticates with IAM has no password.');
  if (mode === 'iam') return { authentication: 'iam', passwordCount: 0 };
  if (mode === 'no-password-required') return { authentication: 'no-password', passwordCount: 0 };
  if (mode === 'password' && passwords.length === 0)
    throw invalidCombination('The authentication mode password needs a password.');
  if (passwords.length > 0) return { authentication: 'password', passwordCount: passwords.length };
  return call.flag('NoPasswordRequired') === true ? { authentication: 'no-password', passwordCount: 0 } : undefined;
}

/** Rules of an access string: a switch, patterns of keys and channels, commands and categories. */
const RULE =
  /^(on|off|allkeys|resetkeys|allchannels|resetchannels|allcommands|nocommands|clearselectors|~\S+|%(R|W|RW)~\S+|&\S+|[+-]@?[a-zA-Z][\w|-]*)$/;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html#Access-string */
function accessStringOf(given: string): string {
  const rules = given.trim().split(/\s+/);
  const wrong = rules.find((rule) => !RULE.test(rule));
  if (wrong !== undefined) throw invalidValue(`The access string is not valid at '${wrong}'.`);
  return rules.join(' ');
}

function renderUser(call: Call, user: User): XmlElements {
  const groups = Object.values(userGroups(call.state).read()).filter(({ userIds }) => userIds.includes(user.id));
  return {
    UserId: user.id,
    UserName: user.name,
    Status: statusOf(user, call.context.now(), 'active'),
    Engine: user.engine,
    MinimumEngineVersion: minimumEngineVersion(user.engine, user.authentication === 'iam'),
    AccessString: user.accessString,
    UserGroupIds: members(groups.map(({ id }) => id)),
    Authentication: {
      Type: user.authentication,
      PasswordCount: user.authentication === 'password' ? user.passwordCount : undefined,
    },
    ARN: call.arn('user', user.id),
  };
}
