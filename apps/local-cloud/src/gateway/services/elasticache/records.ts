import type { StateDocument, StateView } from '../../state-store';
import type { Tags } from './call';

/** What takes AWS minutes takes a moment here: long enough to be seen by whoever asks at once. */
const TRANSITION_MS = 1_000;

export interface Transition {
  readonly status: 'creating' | 'modifying';
  /** ISO 8601. */
  readonly until: string;
}

export function transition(status: Transition['status'], now: Date): Transition {
  return { status, until: new Date(now.getTime() + TRANSITION_MS).toISOString() };
}

/** The status of something now; derived from the clock, so that nothing is lost when the gateway restarts. */
export function statusOf(record: { readonly transition?: Transition }, now: Date, settled: string): string {
  const { transition: passing } = record;
  return passing !== undefined && now.toISOString() < passing.until ? passing.status : settled;
}

export interface SubnetGroup {
  readonly name: string;
  description: string;
  vpcId: string;
  subnets: readonly { readonly id: string; readonly zone: string }[];
  tags: Tags;
}

export interface ParameterGroup {
  readonly name: string;
  readonly family: string;
  readonly description: string;
  readonly isGlobal: boolean;
  parameters: Record<string, string>;
  tags: Tags;
}

export type AuthenticationType = 'iam' | 'password' | 'no-password';

export interface User {
  readonly id: string;
  readonly name: string;
  engine: string;
  accessString: string;
  authentication: AuthenticationType;
  /** Passwords themselves are not kept: nothing here checks them. */
  passwordCount: number;
  tags: Tags;
  transition?: Transition;
}

export interface UserGroup {
  readonly id: string;
  engine: string;
  userIds: string[];
  tags: Tags;
  transition?: Transition;
}

export interface ReplicationGroup {
  readonly id: string;
  description: string;
  engine: string;
  engineVersion: string;
  nodeType: string;
  readonly port: number;
  parameterGroup: string;
  readonly subnetGroup?: string;
  securityGroupIds: string[];
  userGroupIds: string[];
  readonly kmsKeyId?: string;
  readonly atRestEncryption: boolean;
  transitEncryption: boolean;
  transitEncryptionMode?: string;
  automaticFailover: boolean;
  multiAz: boolean;
  snapshotRetentionLimit: number;
  snapshotWindow: string;
  maintenanceWindow: string;
  notificationTopic?: string;
  autoMinorVersionUpgrade: boolean;
  readonly dataTiering: boolean;
  readonly networkType: string;
  ipDiscovery: string;
  readonly authToken: boolean;
  /** In the order of their numbers; one of them is the primary node. */
  nodes: { readonly number: number; readonly zone: string }[];
  primaryNode: number;
  readonly createdAt: string;
  tags: Tags;
  transition?: Transition;
}

export interface GlobalMember {
  readonly replicationGroupId: string;
  readonly region: string;
  role: 'PRIMARY' | 'SECONDARY';
}

/** A Global Datastore. It belongs to no region: each of its members' regions sees and changes the same record. */
export interface GlobalGroup {
  readonly id: string;
  description: string;
  engine: string;
  engineVersion: string;
  nodeType: string;
  readonly atRestEncryption: boolean;
  readonly transitEncryption: boolean;
  readonly transitEncryptionMode?: string;
  readonly authToken: boolean;
  automaticFailover: boolean;
  multiAz: boolean;
  members: GlobalMember[];
  tags: Tags;
  transition?: Transition;
}

export interface Snapshot {
  readonly name: string;
  readonly source: 'manual' | 'automated';
  readonly group: ReplicationGroup;
  readonly vpcId?: string;
  readonly createdAt: string;
  tags: Tags;
}

type Records<T> = StateDocument<Record<string, T>>;

export const subnetGroups = (state: StateView): Records<SubnetGroup> => state.document('subnet-groups', {});
export const parameterGroups = (state: StateView): Records<ParameterGroup> => state.document('parameter-groups', {});
export const users = (state: StateView): Records<User> => state.document('users', {});
export const userGroups = (state: StateView): Records<UserGroup> => state.document('user-groups', {});
export const replicationGroups = (state: StateView): Records<ReplicationGroup> =>
  state.document('replication-groups', {});
export const snapshots = (state: StateView): Records<Snapshot> => state.document('snapshots', {});
export const globalGroups = (state: StateView): Records<GlobalGroup> =>
  state.at({ region: 'global' }).document('global-groups', {});

/** The Global Datastore that a replication group is a member of. */
export function membershipOf(
  state: StateView,
  region: string,
  id: string,
): { group: GlobalGroup; member: GlobalMember } | undefined {
  for (const group of Object.values(globalGroups(state).read())) {
    const member = group.members.find(
      (candidate) => candidate.region === region && candidate.replicationGroupId === id,
    );
    if (member !== undefined) return { group, member };
  }
  return undefined;
}
