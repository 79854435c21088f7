import type { OverlayHost } from '../../overlay';
import type { StateView } from '../../state-store';
import { globalGroups, replicationGroups, userGroups, users } from './records';

const SERVICE = 'elasticache';

/** A user that may log in to a member. Passwords and IAM tokens are not checked: any is taken. */
export interface CacheUser {
  readonly name: string;
  readonly accessString: string;
}

/** A replication group that a server runs for. */
export interface CacheMember {
  /** Names it among all: `<account>-<region>-<replication group>`. */
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly replicationGroupId: string;
  readonly globalReplicationGroupId?: string;
  /** Key of the member that it copies; without one it takes writes. */
  readonly source?: string;
  readonly users: readonly CacheUser[];
}

/** The accounts that have used the service: the state store lists regions, not accounts. */
const accountsOf = (host: OverlayHost) =>
  host.state({ service: SERVICE, account: 'global', region: 'global' }).document<string[]>('accounts', []);

export function noteAccount(host: OverlayHost, account: string): void {
  const accounts = accountsOf(host);
  if (!accounts.read().includes(account)) accounts.update((draft) => void draft.push(account));
}

export function stateOf(host: OverlayHost, account: string, region: string): StateView {
  return host.state({ service: SERVICE, account, region });
}

/** All members of all accounts and regions, by what the control plane holds. */
export function cacheMembers(host: OverlayHost): CacheMember[] {
  return accountsOf(host)
    .read()
    .flatMap((account) => host.regionsOf(account, SERVICE).flatMap((region) => membersIn(host, account, region)));
}

function membersIn(host: OverlayHost, account: string, region: string): CacheMember[] {
  const state = stateOf(host, account, region);
  const globals = Object.values(globalGroups(state).read());
  return Object.values(replicationGroups(state).read()).map(({ id, userGroupIds }) => {
    const key = keyOf(account, region, id);
    const global = globals.find(({ members }) =>
      members.some((member) => member.region === region && member.replicationGroupId === id),
    );
    const primary = global?.members.find(({ role }) => role === 'PRIMARY');
    const source = primary === undefined ? key : keyOf(account, primary.region, primary.replicationGroupId);
    return {
      key,
      account,
      region,
      replicationGroupId: id,
      ...(global === undefined ? {} : { globalReplicationGroupId: global.id }),
      ...(source === key ? {} : { source }),
      users: usersOf(state, userGroupIds),
    };
  });
}

function keyOf(account: string, region: string, id: string): string {
  return `${account}-${region}-${id}`;
}

function usersOf(state: StateView, userGroupIds: readonly string[]): CacheUser[] {
  const groups = userGroups(state).read();
  const all = users(state).read();
  const ids = new Set(userGroupIds.flatMap((id) => groups[id]?.userIds ?? []));
  return [...ids].flatMap((id) => {
    const user = all[id];
    return user === undefined ? [] : [{ name: user.name, accessString: user.accessString }];
  });
}
