import { createHash } from 'node:crypto';
import { AwsError } from '../../overlay';
import type { XmlElements } from '../../xml';
import { type Call, invalidCombination, invalidValue } from './call';
import { engineNamed, engineVersion, familyOf, isUpgrade, majorOf } from './engine';
import { foundGlobal, globalGroupNamed, globalStatus, requireSettled } from './global-membership';
import { globalParameterGroup, parameterGroupNamed } from './parameter-groups';
import { type GlobalGroup, type ReplicationGroup, globalGroups, replicationGroups, transition } from './records';
import { refuseMember, settled } from './replication-group-store';

export async function createGlobalGroup(call: Call): Promise<XmlElements> {
  const suffix = call.required('GlobalReplicationGroupIdSuffix').toLowerCase();
  const id = `${await idPrefix(call.region)}-${suffix}`;
  const primary = settled(call, call.required('PrimaryReplicationGroupId').toLowerCase());
  refuseMember(call, primary.id);
  // Burstable nodes, and all before the fifth generation, replicate to no other region.
  if (!/^cache\.(?:[mr][5-9]|c[7-9]gn)[a-z]*\./.test(primary.nodeType)) {
    throw invalidValue(`The node type ${primary.nodeType} of ${primary.id} is not supported by Global datastore.`);
  }
  const now = call.context.now();
  const group: GlobalGroup = {
    id,
    description: call.text('GlobalReplicationGroupDescription') ?? ' ',
    engine: primary.engine,
    engineVersion: primary.engineVersion,
    nodeType: primary.nodeType,
    atRestEncryption: primary.atRestEncryption,
    transitEncryption: primary.transitEncryption,
    ...(primary.transitEncryptionMode === undefined ? {} : { transitEncryptionMode: primary.transitEncryptionMode }),
    authToken: primary.authToken,
    automaticFailover: primary.automaticFailover,
    multiAz: primary.multiAz,
    members: [{ replicationGroupId: primary.id, region: call.region, role: 'PRIMARY' }],
    tags: call.tags,
    transition: transition('creating', now),
  };
  globalGroups(call.state).update((draft) => {
    if (draft[id] !== undefined)
      throw new AwsError('GlobalReplicationGroupAlreadyExistsFault', `The Global datastore ${id} already exists.`);
    draft[id] = group;
  });
  const parameterGroup = globalParameterGroup(call.state, primary.id, familyOf(primary.engine, primary.engineVersion));
  changeMembers(call, group, (member) => Object.assign(member, { parameterGroup }));
  return { GlobalReplicationGroup: render(call, group, true) };
}

export function describeGlobalGroups(call: Call): XmlElements {
  const id = call.text('GlobalReplicationGroupId');
  const withMembers = call.flag('ShowMemberInfo') ?? false;
  const all = globalGroups(call.state).read();
  const listed = id === undefined ? Object.values(all) : [foundGlobal(all, id)];
  return {
    GlobalReplicationGroups: { GlobalReplicationGroup: listed.map((group) => render(call, group, withMembers)) },
  };
}

/** One change a call, as on AWS; it reaches the members of all regions. */
export function modifyGlobalGroup(call: Call): XmlElements {
  const current = globalGroupNamed(call, call.required('GlobalReplicationGroupId'));
  requireSettled(current, call.context.now(), 'available', 'primary-only');
  const engine = engineNamed(call.text('Engine') ?? current.engine);
  const asked = call.text('EngineVersion');
  const version = asked === undefined ? current.engineVersion : engineVersion(engine, asked);
  if (version !== current.engineVersion && engine === current.engine && !isUpgrade(current.engineVersion, version)) {
    throw invalidCombination(`Cannot downgrade from ${current.engineVersion} to ${version}`);
  }
  checkParameterGroup(call, current, version);
  const nodeType = call.text('CacheNodeType') ?? current.nodeType;
  const automaticFailover = call.flag('AutomaticFailoverEnabled') ?? current.automaticFailover;
  const group = change(call, current.id, (draft) => {
    draft.description = call.text('GlobalReplicationGroupDescription') ?? draft.description;
    Object.assign(draft, { nodeType, engine, engineVersion: version, automaticFailover });
  });
  changeMembers(call, group, (member) =>
    Object.assign(member, { nodeType, engine, engineVersion: version, automaticFailover }),
  );
  return { GlobalReplicationGroup: render(call, group, true) };
}

/**
 * Swaps the roles. As on AWS nothing waits for the old primary to be read out: it may be gone. It can be called in any
 * region, save that the control plane of a dark one answers nobody.
 */
export function failoverGlobalGroup(call: Call): XmlElements {
  const current = globalGroupNamed(call, call.required('GlobalReplicationGroupId'));
  const region = call.required('PrimaryRegion');
  const id = call.required('PrimaryReplicationGroupId').toLowerCase();
  requireSettled(current, call.context.now(), 'available');
  const target = current.members.find((member) => member.region === region && member.replicationGroupId === id);
  if (target === undefined) throw notAssociated(id, current);
  if (target.role === 'PRIMARY')
    throw invalidValue(`Replication group ${id} in ${region} is the primary of ${current.id} already.`);
  if (call.context.faults.region(region) !== undefined) {
    throw new AwsError(
      'InvalidGlobalReplicationGroupState',
      `The member of ${current.id} in ${region} is not available.`,
    );
  }
  const group = change(call, current.id, ({ members }) => {
    for (const member of members) member.role = member.region === region ? 'PRIMARY' : 'SECONDARY';
  });
  return { GlobalReplicationGroup: render(call, group, true) };
}

/** The member becomes a group of its own, and takes writes. */
export function disassociateGlobalGroup(call: Call): XmlElements {
  const current = globalGroupNamed(call, call.required('GlobalReplicationGroupId'));
  const region = call.required('ReplicationGroupRegion');
  const id = call.required('ReplicationGroupId').toLowerCase();
  const leaving = current.members.find((member) => member.region === region && member.replicationGroupId === id);
  if (leaving === undefined) throw notAssociated(id, current);
  requireSettled(current, call.context.now(), 'available', 'primary-only');
  if (leaving.role === 'PRIMARY')
    throw invalidValue(`Replication group ${id} is the primary of ${current.id}, not a secondary.`);
  const group = change(call, current.id, (draft) => {
    draft.members = draft.members.filter((member) => member.region !== region);
  });
  return { GlobalReplicationGroup: render(call, group, true) };
}

/** Leaves the primary as a group of its own; a Global Datastore that still has secondaries is not deleted. */
export function deleteGlobalGroup(call: Call): XmlElements {
  const current = globalGroupNamed(call, call.required('GlobalReplicationGroupId'));
  call.required('RetainPrimaryReplicationGroup');
  const status = globalStatus(current, call.context.now());
  if (status !== 'primary-only') {
    throw new AwsError(
      'InvalidGlobalReplicationGroupState',
      `Cannot delete a global replication group in ${status} state`,
    );
  }
  const answer = { ...render(call, current, true), Status: 'deleting' };
  globalGroups(call.state).update((draft) => void delete draft[current.id]);
  return { GlobalReplicationGroup: answer };
}

function change(call: Call, id: string, apply: (draft: GlobalGroup) => void): GlobalGroup {
  return globalGroups(call.state).update((all) => {
    const draft = foundGlobal(all, id);
    apply(draft);
    draft.transition = transition('modifying', call.context.now());
    return draft;
  });
}

function changeMembers(call: Call, { members }: GlobalGroup, apply: (draft: ReplicationGroup) => void): void {
  for (const { region, replicationGroupId } of members) {
    replicationGroups(call.state.at({ region })).update((draft) => {
      const member = draft[replicationGroupId];
      if (member !== undefined) apply(member);
    });
  }
}

function checkParameterGroup(call: Call, current: GlobalGroup, version: string): void {
  const name = call.text('CacheParameterGroupName');
  if (name === undefined) return;
  parameterGroupNamed(call.state, name);
  if (majorOf(version) === majorOf(current.engineVersion)) {
    throw invalidValue(
      'ModifyGlobalReplicationGroup API does not support cache parameter group modification without a change in major engine version.',
    );
  }
}

function notAssociated(id: string, group: GlobalGroup): AwsError {
  return invalidValue(`Replication group ${id} is not associated with Global Replication Group ${group.id}.`);
}

/** AWS gives each region a prefix. Where it publishes none, one is derived that stays the same. */
async function idPrefix(region: string): Promise<string> {
  // Loaded when it is needed: the package brings Terraform's constructs along, which take a second to load.
  const { GLOBAL_DATASTORE_ID_PREFIXES } = await import('@active-active/global-cache');
  const letters = createHash('sha256').update(region).digest().subarray(0, 5);
  return (
    GLOBAL_DATASTORE_ID_PREFIXES[region] ?? [...letters].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')
  );
}

function render(call: Call, group: GlobalGroup, withMembers: boolean): XmlElements {
  const { members } = group;
  return {
    GlobalReplicationGroupId: group.id,
    GlobalReplicationGroupDescription: group.description,
    Status: globalStatus(group, call.context.now()),
    CacheNodeType: group.nodeType,
    Engine: group.engine,
    EngineVersion: group.engineVersion,
    Members: {
      GlobalReplicationGroupMember: withMembers
        ? members.map(({ replicationGroupId, region, role }) => ({
            ReplicationGroupId: replicationGroupId,
            ReplicationGroupRegion: region,
            Role: role,
            AutomaticFailover: group.automaticFailover ? 'enabled' : 'disabled',
            Status: 'associated',
          }))
        : [],
    },
    ClusterEnabled: false,
    GlobalNodeGroups: { GlobalNodeGroup: [{ GlobalNodeGroupId: `${group.id}-0001` }] },
    AuthTokenEnabled: group.authToken,
    TransitEncryptionEnabled: group.transitEncryption,
    AtRestEncryptionEnabled: group.atRestEncryption,
    ARN: `arn:aws:elasticache::${call.account}:globalreplicationgroup:${group.id}`,
  };
}
