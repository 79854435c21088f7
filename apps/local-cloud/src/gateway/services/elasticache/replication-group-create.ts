import { AwsError } from '../../overlay';
import type { XmlElements } from '../../xml';
import { type Call, invalidCombination, invalidValue } from './call';
import { defaultParameterGroup, engineNamed, engineVersion, familyOf } from './engine';
import { globalGroupNamed, joinGlobalGroup } from './global-membership';
import { globalParameterGroup, parameterGroupNamed } from './parameter-groups';
import { type GlobalGroup, type ReplicationGroup, replicationGroups, transition } from './records';
import { renderReplicationGroup } from './replication-group-view';
import { subnetGroupNamed } from './subnet-groups';
import { checkUserGroups } from './user-groups';

/** A shard has a primary node and at most five replicas. */
export const MOST_NODES = 6;

/** What a member inherits from its Global Datastore, and a call therefore must leave out. */
const INHERITED = [
  'AtRestEncryptionEnabled',
  'AuthToken',
  'CacheNodeType',
  'CacheParameterGroupName',
  'Engine',
  'EngineVersion',
  'NumNodeGroups',
  'SnapshotArns',
  'SnapshotName',
  'TransitEncryptionEnabled',
  'TransitEncryptionMode',
];

/** Each would need more than one server a region, or data that no snapshot here holds. */
const NOT_OFFERED = [
  'NodeGroupConfiguration',
  'PrimaryClusterId',
  'SnapshotArns',
  'SnapshotName',
  'ServerlessCacheSnapshotName',
  'LogDeliveryConfigurations',
];

export function createReplicationGroup(call: Call): XmlElements {
  const id = call.required('ReplicationGroupId').toLowerCase();
  if (!/^[a-z](?:-?[a-z0-9])*$/.test(id) || id.length > 40)
    throw invalidValue(`The parameter ReplicationGroupId is not a valid identifier: ${id}.`);
  const description = call.required('ReplicationGroupDescription');
  refuseNotOffered(call);
  const globalId = call.text('GlobalReplicationGroupId');
  const global = globalId === undefined ? undefined : globalGroupNamed(call, globalId);
  if (replicationGroups(call.state).read()[id] !== undefined) {
    throw new AwsError('ReplicationGroupAlreadyExists', `Replication group ${id} already exists.`);
  }
  const shape = global === undefined ? ownShape(call) : inheritedShape(call, global);
  const automaticFailover = global?.automaticFailover ?? call.flag('AutomaticFailoverEnabled') ?? false;
  const multiAz = global?.multiAz ?? call.flag('MultiAZEnabled') ?? false;
  const subnetGroup = call.text('CacheSubnetGroupName');
  const zones = zonesOf(call, subnetGroup);
  const nodeCount = call.number('NumCacheClusters') ?? (call.number('ReplicasPerNodeGroup') ?? 0) + 1;
  checkNodes(nodeCount, automaticFailover, multiAz);
  const userGroupIds = call.list('UserGroupIds').map((group) => group.toLowerCase());
  checkUserGroups(call.state, userGroupIds, shape.engine);
  if (userGroupIds.length > 0 && !shape.transitEncryption) {
    throw invalidCombination(
      'User group based access control requires encryption-in-transit to be enabled on the replication group.',
    );
  }
  const now = call.context.now();
  const group: ReplicationGroup = {
    ...shape,
    id,
    description,
    port: call.number('Port') ?? 6379,
    parameterGroup: '',
    ...optional('subnetGroup', subnetGroup?.toLowerCase()),
    securityGroupIds: call.list('SecurityGroupIds'),
    userGroupIds,
    ...optional('kmsKeyId', call.text('KmsKeyId')),
    ...optional('notificationTopic', call.text('NotificationTopicArn')),
    automaticFailover,
    multiAz,
    snapshotRetentionLimit: call.number('SnapshotRetentionLimit') ?? 0,
    snapshotWindow: call.text('SnapshotWindow') ?? '03:00-04:00',
    maintenanceWindow: (call.text('PreferredMaintenanceWindow') ?? 'sun:05:00-sun:06:00').toLowerCase(),
    autoMinorVersionUpgrade: call.flag('AutoMinorVersionUpgrade') ?? true,
    dataTiering: call.flag('DataTieringEnabled') ?? false,
    networkType: call.text('NetworkType') ?? 'ipv4',
    ipDiscovery: call.text('IpDiscovery') ?? 'ipv4',
    nodes: Array.from({ length: nodeCount }, (_, index) => ({
      number: index + 1,
      zone: zones[index % zones.length] ?? '',
    })),
    primaryNode: 1,
    createdAt: now.toISOString(),
    tags: call.tags,
    transition: transition('creating', now),
  };
  group.parameterGroup = parameterGroupFor(call, group, global);
  if (global !== undefined) joinGlobalGroup(call, global.id, id);
  replicationGroups(call.state).update((draft) => void (draft[id] = group));
  return { ReplicationGroup: renderReplicationGroup(call, group) };
}

type Shape = Pick<
  ReplicationGroup,
  | 'engine'
  | 'engineVersion'
  | 'nodeType'
  | 'atRestEncryption'
  | 'transitEncryption'
  | 'transitEncryptionMode'
  | 'authToken'
>;

function ownShape(call: Call): Shape {
  const engine = engineNamed(call.text('Engine') ?? 'redis');
  const transitEncryption = call.flag('TransitEncryptionEnabled') ?? false;
  return {
    engine,
    engineVersion: engineVersion(engine, call.text('EngineVersion')),
    nodeType: call.required('CacheNodeType'),
    atRestEncryption: call.flag('AtRestEncryptionEnabled') ?? false,
    transitEncryption,
    ...(transitEncryption ? { transitEncryptionMode: call.text('TransitEncryptionMode') ?? 'required' } : {}),
    authToken: call.gave('AuthToken'),
  };
}

function inheritedShape(call: Call, global: GlobalGroup): Shape {
  if (INHERITED.some((name) => call.gave(name))) {
    throw invalidCombination(
      'Cannot use the given parameters when creating new replication group in an existing global replication group.',
    );
  }
  const {
    engine,
    engineVersion: version,
    nodeType,
    atRestEncryption,
    transitEncryption,
    transitEncryptionMode,
    authToken,
  } = global;
  const mode = optional('transitEncryptionMode', transitEncryptionMode);
  return { engine, engineVersion: version, nodeType, atRestEncryption, transitEncryption, ...mode, authToken };
}

function parameterGroupFor(call: Call, group: ReplicationGroup, global: GlobalGroup | undefined): string {
  const family = familyOf(group.engine, group.engineVersion);
  if (global !== undefined) return globalParameterGroup(call.state, group.id, family);
  const given = parameterGroupNamed(
    call.state,
    call.text('CacheParameterGroupName') ?? defaultParameterGroup(group.engine, group.engineVersion),
  );
  if (given.name.endsWith('.cluster.on')) throw call.notOffered('cluster mode');
  if (given.family !== family) {
    throw invalidCombination(`Expected a parameter group of family ${family} but found one of family ${given.family}`);
  }
  return given.name;
}

function refuseNotOffered(call: Call): void {
  const given = NOT_OFFERED.find((name) => call.gave(name));
  if (given !== undefined) throw call.notOffered(given);
  const clusterMode = (call.text('ClusterMode') ?? 'disabled') !== 'disabled';
  if (clusterMode || (call.number('NumNodeGroups') ?? 1) > 1) throw call.notOffered('cluster mode');
}

export function checkNodes(count: number, automaticFailover: boolean, multiAz: boolean): void {
  if (count < 1 || count > MOST_NODES) throw invalidValue(`A shard has 1 to ${MOST_NODES} nodes, got ${count}.`);
  if (automaticFailover && count < 2) {
    throw invalidCombination('Replication group with automatic failover enabled must have at least one replica.');
  }
  if (multiAz && !automaticFailover) throw invalidCombination('Must enable Automatic Failover to use Multi-AZ.');
}

export function zonesOf(call: Call, subnetGroup: string | undefined): string[] {
  const preferred = call.list('PreferredCacheClusterAZs');
  if (preferred.length > 0) return preferred;
  const subnets = subnetGroup === undefined ? [] : subnetGroupNamed(call, subnetGroup).subnets;
  return subnets.length > 0
    ? [...new Set(subnets.map(({ zone }) => zone))].sort()
    : ['a', 'b', 'c'].map((letter) => `${call.region}${letter}`);
}

function optional<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<K, V>>;
}
