import type { XmlElements } from '../../xml';
import { type Call, invalidCombination } from './call';
import { defaultParameterGroup, engineNamed, engineVersion, isUpgrade, majorOf } from './engine';
import { parameterGroupNamed } from './parameter-groups';
import { type ReplicationGroup, membershipOf } from './records';
import { checkNodes } from './replication-group-create';
import { change, nodeNamed, refuseMember, settled } from './replication-group-store';
import { checkUserGroups } from './user-groups';

/** What a Global Datastore governs for its members. */
const GOVERNED = [
  'AutomaticFailoverEnabled',
  'CacheNodeType',
  'CacheParameterGroupName',
  'ClusterMode',
  'Engine',
  'EngineVersion',
  'MultiAZEnabled',
  'PrimaryClusterId',
  'TransitEncryptionEnabled',
  'TransitEncryptionMode',
];

const NOT_OFFERED = ['AuthToken', 'AuthTokenUpdateStrategy', 'LogDeliveryConfigurations', 'ClusterMode'];

const CHANGES = [
  ...GOVERNED,
  'AutoMinorVersionUpgrade',
  'IpDiscovery',
  'NotificationTopicArn',
  'PreferredMaintenanceWindow',
  'RemoveUserGroups',
  'ReplicationGroupDescription',
  'SecurityGroupIds',
  'SnapshotRetentionLimit',
  'SnapshotWindow',
  'SnapshottingClusterId',
  'UserGroupIdsToAdd',
  'UserGroupIdsToRemove',
];

/**
 * Changes take effect at once: there is no maintenance window to wait for, whatever `ApplyImmediately` says.
 */
export function modifyReplicationGroup(call: Call): XmlElements {
  const id = call.required('ReplicationGroupId').toLowerCase();
  const current = settled(call, id);
  const missing = NOT_OFFERED.find((name) => call.gave(name));
  if (missing !== undefined) throw call.notOffered(missing);
  if (!CHANGES.some((name) => call.gave(name))) throw invalidCombination('No modifications were requested');
  if (membershipOf(call.state, call.region, id) !== undefined && GOVERNED.some((name) => call.gave(name)))
    refuseMember(call, id);
  const userGroupIds = userGroupsAfter(call, current);
  const automaticFailover = call.flag('AutomaticFailoverEnabled') ?? current.automaticFailover;
  const multiAz = call.flag('MultiAZEnabled') ?? current.multiAz;
  checkNodes(current.nodes.length, automaticFailover, multiAz);
  const engine = engineAfter(call, current);
  const parameterGroup = parameterGroupAfter(call, current, engine);
  const primary = call.text('PrimaryClusterId');
  const primaryNode = primary === undefined ? current.primaryNode : nodeNamed(current, primary);
  return change(call, id, (draft) => {
    Object.assign(draft, engine, { userGroupIds, automaticFailover, multiAz, parameterGroup, primaryNode });
    draft.description = call.text('ReplicationGroupDescription') ?? draft.description;
    draft.nodeType = call.text('CacheNodeType') ?? draft.nodeType;
    draft.snapshotRetentionLimit = call.number('SnapshotRetentionLimit') ?? draft.snapshotRetentionLimit;
    draft.snapshotWindow = call.text('SnapshotWindow') ?? draft.snapshotWindow;
    draft.maintenanceWindow = call.text('PreferredMaintenanceWindow')?.toLowerCase() ?? draft.maintenanceWindow;
    draft.autoMinorVersionUpgrade = call.flag('AutoMinorVersionUpgrade') ?? draft.autoMinorVersionUpgrade;
    draft.ipDiscovery = call.text('IpDiscovery') ?? draft.ipDiscovery;
    draft.transitEncryption = call.flag('TransitEncryptionEnabled') ?? draft.transitEncryption;
    const mode = call.text('TransitEncryptionMode') ?? draft.transitEncryptionMode;
    if (mode !== undefined) draft.transitEncryptionMode = mode;
    const topic = call.text('NotificationTopicArn') ?? draft.notificationTopic;
    if (topic !== undefined) draft.notificationTopic = topic;
    if (call.gave('SecurityGroupIds')) draft.securityGroupIds = call.list('SecurityGroupIds');
  });
}

function userGroupsAfter(call: Call, current: ReplicationGroup): string[] {
  const added = call.list('UserGroupIdsToAdd').map((group) => group.toLowerCase());
  const removed = call.list('UserGroupIdsToRemove').map((group) => group.toLowerCase());
  checkUserGroups(call.state, added, current.engine);
  const kept =
    call.flag('RemoveUserGroups') === true ? [] : current.userGroupIds.filter((group) => !removed.includes(group));
  return [...new Set([...kept, ...added])];
}

function engineAfter(call: Call, current: ReplicationGroup): Pick<ReplicationGroup, 'engine' | 'engineVersion'> {
  const engine = engineNamed(call.text('Engine') ?? current.engine);
  const asked = call.text('EngineVersion');
  if (asked === undefined && engine === current.engine) return { engine, engineVersion: current.engineVersion };
  const version = engineVersion(engine, asked);
  if (engine !== current.engine && engine !== 'valkey')
    throw invalidCombination(`Cannot change the engine from ${current.engine} to ${engine}`);
  if (engine === current.engine && version !== current.engineVersion && !isUpgrade(current.engineVersion, version)) {
    throw invalidCombination(`Cannot downgrade from ${current.engineVersion} to ${version}`);
  }
  return { engine, engineVersion: version };
}

/** A group moves to the default parameters of its new family when it had those of the old one. */
function parameterGroupAfter(
  call: Call,
  current: ReplicationGroup,
  next: Pick<ReplicationGroup, 'engine' | 'engineVersion'>,
): string {
  const given = call.text('CacheParameterGroupName');
  if (given !== undefined) return parameterGroupNamed(call.state, given).name;
  const sameFamily = next.engine === current.engine && majorOf(next.engineVersion) === majorOf(current.engineVersion);
  return sameFamily ? current.parameterGroup : defaultParameterGroup(next.engine, next.engineVersion);
}
