import { AwsError } from '../../overlay';
import type { XmlElements } from '../../xml';
import { type Call, invalidValue } from './call';
import { type ReplicationGroup, membershipOf, replicationGroups } from './records';
import { MOST_NODES, checkNodes, zonesOf } from './replication-group-create';
import { change, found, refuseMember, settled } from './replication-group-store';
import { renderCacheClusters, renderReplicationGroup } from './replication-group-view';
import { keepSnapshot } from './snapshots';

export function describeReplicationGroups(call: Call): XmlElements {
  const id = call.text('ReplicationGroupId')?.toLowerCase();
  const all = replicationGroups(call.state).read();
  const listed = id === undefined ? Object.values(all) : [found(all, id)];
  return { ReplicationGroups: { ReplicationGroup: listed.map((group) => renderReplicationGroup(call, group)) } };
}

export function describeCacheClusters(call: Call): XmlElements {
  const id = call.text('CacheClusterId')?.toLowerCase();
  const withNodes = call.flag('ShowCacheNodeInfo') ?? false;
  // There are no clusters here but the nodes of replication groups.
  const alone = call.flag('ShowCacheClustersNotInReplicationGroups') ?? false;
  const groups = alone ? [] : Object.values(replicationGroups(call.state).read());
  const clusters = groups.flatMap((group) => renderCacheClusters(call, group, withNodes));
  const listed = id === undefined ? clusters : clusters.filter(({ CacheClusterId }) => CacheClusterId === id);
  if (id !== undefined && listed.length === 0)
    throw new AwsError('CacheClusterNotFound', `CacheCluster not found: ${id}`, 404);
  return { CacheClusters: { CacheCluster: listed } };
}

/**
 * Deletes at once; only the answer says `deleting`. A final snapshot holds the group's settings and none of its data.
 */
export function deleteReplicationGroup(call: Call): XmlElements {
  const id = call.required('ReplicationGroupId').toLowerCase();
  const group = settled(call, id);
  refuseMember(call, id);
  if (call.flag('RetainPrimaryCluster') === true) throw call.notOffered('RetainPrimaryCluster');
  const snapshot = call.text('FinalSnapshotIdentifier');
  if (snapshot !== undefined) keepSnapshot(call, snapshot, group, 'manual');
  replicationGroups(call.state).update((draft) => void delete draft[id]);
  return { ReplicationGroup: { ...renderReplicationGroup(call, group), Status: 'deleting' } };
}

/** Also the one that adds a shard's replicas and the one that removes them. */
export function changeReplicaCount(call: Call): XmlElements {
  const id = call.required('ReplicationGroupId').toLowerCase();
  const wanted = call.number('NewReplicaCount');
  if (wanted === undefined) throw call.notOffered('ReplicaConfiguration and ReplicasToRemove');
  if (call.flag('ApplyImmediately') === false) throw invalidValue('ApplyImmediately must be true.');
  const group = settled(call, id);
  if (membershipOf(call.state, call.region, id)?.member.role === 'SECONDARY') refuseMember(call, id);
  const grows = call.request.action === 'IncreaseReplicaCount';
  const count = wanted + 1;
  if (count === group.nodes.length)
    throw new AwsError('NoOperationFault', `The replication group ${id} has ${wanted} replicas already.`);
  if (grows !== count > group.nodes.length || count > MOST_NODES) {
    throw invalidValue(
      `NewReplicaCount ${wanted} is no ${grows ? 'increase' : 'decrease'} of ${group.nodes.length - 1} within 0 to ${MOST_NODES - 1}.`,
    );
  }
  checkNodes(count, group.automaticFailover, group.multiAz);
  return change(call, id, (draft) => {
    draft.nodes = grows ? withMore(call, draft, count) : withFewer(draft, count);
  });
}

/** Makes a replica of the shard its primary node. Within the region only, and without a change of the data. */
export function testFailover(call: Call): XmlElements {
  const id = call.required('ReplicationGroupId').toLowerCase();
  const group = settled(call, id);
  if (call.required('NodeGroupId') !== '0001')
    throw new AwsError('NodeGroupNotFoundFault', 'The node group does not exist.', 404);
  const next = group.nodes.find(({ number }) => number !== group.primaryNode);
  if (!group.automaticFailover || next === undefined) {
    throw new AwsError('InvalidReplicationGroupState', `The replication group ${id} has automatic failover disabled.`);
  }
  return change(call, id, (draft) => {
    draft.primaryNode = next.number;
  });
}

function withMore(call: Call, group: ReplicationGroup, count: number): ReplicationGroup['nodes'] {
  const zones = zonesOf(call, group.subnetGroup);
  const taken = new Set(group.nodes.map(({ number }) => number));
  const free = Array.from({ length: MOST_NODES }, (_, index) => index + 1).filter((number) => !taken.has(number));
  const added = free
    .slice(0, count - group.nodes.length)
    .map((number) => ({ number, zone: zones[(number - 1) % zones.length] ?? '' }));
  return [...group.nodes, ...added].sort((a, b) => a.number - b.number);
}

function withFewer(group: ReplicationGroup, count: number): ReplicationGroup['nodes'] {
  const replicas = group.nodes.filter(({ number }) => number !== group.primaryNode).slice(0, count - 1);
  return group.nodes.filter((node) => node.number === group.primaryNode || replicas.includes(node));
}
