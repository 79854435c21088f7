import { AwsError } from '../../overlay';
import type { XmlElements } from '../../xml';
import { nodeId } from './addresses';
import type { Call } from './call';
import { type ReplicationGroup, type Snapshot, snapshots, subnetGroups } from './records';
import { replicationGroupNamed, settled } from './replication-group-store';

export function createSnapshot(call: Call): XmlElements {
  const name = call.required('SnapshotName');
  const id = call.text('ReplicationGroupId');
  if (id === undefined) throw call.notOffered('CacheClusterId');
  const snapshot = keepSnapshot(call, name, settled(call, replicationGroupNamed(call.state, id).id), 'manual');
  return { Snapshot: { ...render(call, snapshot), SnapshotStatus: 'creating' } };
}

export function describeSnapshots(call: Call): XmlElements {
  const name = call.text('SnapshotName');
  const groupId = call.text('ReplicationGroupId')?.toLowerCase();
  const clusterId = call.text('CacheClusterId')?.toLowerCase();
  const source = call.text('SnapshotSource');
  const all = snapshots(call.state).read();
  const listed = (name === undefined ? Object.values(all) : [found(all, name)])
    .filter(({ group }) => groupId === undefined || group.id === groupId)
    .filter(({ group }) => clusterId === undefined || nodeId(group.id, group.primaryNode) === clusterId)
    .filter((snapshot) => source === undefined || snapshot.source === (source === 'system' ? 'automated' : 'manual'));
  return { Snapshots: { Snapshot: listed.map((snapshot) => render(call, snapshot)) } };
}

export function deleteSnapshot(call: Call): XmlElements {
  const name = call.required('SnapshotName');
  const snapshot = found(snapshots(call.state).read(), name);
  snapshots(call.state).update((draft) => void delete draft[name]);
  return { Snapshot: { ...render(call, snapshot), SnapshotStatus: 'deleting' } };
}

/**
 * Keeps the settings of a group under a name. No data is copied: a group cannot be made from a snapshot here.
 *
 * @throws SnapshotAlreadyExistsFault
 */
export function keepSnapshot(call: Call, name: string, group: ReplicationGroup, source: Snapshot['source']): Snapshot {
  const vpcId = group.subnetGroup === undefined ? undefined : subnetGroups(call.state).read()[group.subnetGroup]?.vpcId;
  return snapshots(call.state).update((draft) => {
    if (draft[name] !== undefined) throw new AwsError('SnapshotAlreadyExistsFault', `Snapshot ${name} already exists.`);
    const createdAt = call.context.now().toISOString();
    return (draft[name] = {
      name,
      source,
      group,
      ...(vpcId === undefined ? {} : { vpcId }),
      createdAt,
      tags: call.tags,
    });
  });
}

function found(all: Record<string, Snapshot>, name: string): Snapshot {
  const snapshot = all[name];
  if (snapshot === undefined) throw new AwsError('SnapshotNotFoundFault', `Snapshot ${name} not found.`, 404);
  return snapshot;
}

function render(call: Call, { name, source, group, vpcId, createdAt }: Snapshot): XmlElements {
  return {
    SnapshotName: name,
    ReplicationGroupId: group.id,
    ReplicationGroupDescription: group.description,
    SnapshotStatus: 'available',
    SnapshotSource: source,
    CacheNodeType: group.nodeType,
    Engine: group.engine,
    EngineVersion: group.engineVersion,
    PreferredMaintenanceWindow: group.maintenanceWindow,
    Port: group.port,
    CacheParameterGroupName: group.parameterGroup,
    CacheSubnetGroupName: group.subnetGroup,
    VpcId: vpcId,
    AutoMinorVersionUpgrade: group.autoMinorVersionUpgrade,
    SnapshotRetentionLimit: group.snapshotRetentionLimit,
    SnapshotWindow: group.snapshotWindow,
    NumNodeGroups: 1,
    AutomaticFailover: group.automaticFailover ? 'enabled' : 'disabled',
    NodeSnapshots: {
      NodeSnapshot: [
        {
          CacheClusterId: nodeId(group.id, group.primaryNode),
          NodeGroupId: '0001',
          CacheNodeId: '0001',
          CacheSize: '0 MB',
          SnapshotCreateTime: createdAt,
        },
      ],
    },
    KmsKeyId: group.kmsKeyId,
    ARN: call.arn('snapshot', name),
    DataTiering: group.dataTiering ? 'enabled' : 'disabled',
  };
}
