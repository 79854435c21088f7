import { AwsError } from '../../overlay';
import type { StateView } from '../../state-store';
import type { XmlElements } from '../../xml';
import { nodeId } from './addresses';
import { type Call, invalidCombination } from './call';
import { partOfGlobal } from './global-membership';
import { type ReplicationGroup, membershipOf, replicationGroups, statusOf, transition } from './records';
import { renderReplicationGroup } from './replication-group-view';

/** Keeps a change, and shows it as going on for a moment. */
export function change(call: Call, id: string, apply: (draft: ReplicationGroup) => void): XmlElements {
  const group = replicationGroups(call.state).update((all) => {
    const draft = found(all, id);
    apply(draft);
    draft.transition = transition('modifying', call.context.now());
    return draft;
  });
  return { ReplicationGroup: renderReplicationGroup(call, group) };
}

/** @throws ReplicationGroupNotFoundFault, InvalidReplicationGroupState while it is being changed */
export function settled(call: Call, id: string): ReplicationGroup {
  const group = found(replicationGroups(call.state).read(), id);
  const status = statusOf(group, call.context.now(), 'available');
  if (status !== 'available')
    throw new AwsError('InvalidReplicationGroupState', `Replication group ${id} is in ${status} state.`);
  return group;
}

export function replicationGroupNamed(state: StateView, id: string): ReplicationGroup {
  return found(replicationGroups(state).read(), id.toLowerCase());
}

export function refuseMember(call: Call, id: string): void {
  const membership = membershipOf(call.state, call.region, id);
  if (membership !== undefined) throw partOfGlobal(id, membership.group);
}

export function found(all: Record<string, ReplicationGroup>, id: string): ReplicationGroup {
  const group = all[id];
  if (group === undefined)
    throw new AwsError('ReplicationGroupNotFoundFault', `ReplicationGroup ${id} not found.`, 404);
  return group;
}

/** The number of a node that a call names as `<group>-001`. */
export function nodeNamed(group: ReplicationGroup, clusterId: string): number {
  const node = group.nodes.find(({ number }) => nodeId(group.id, number) === clusterId);
  if (node === undefined)
    throw invalidCombination(`Cache cluster ${clusterId} is not a member of replication group ${group.id}.`);
  return node.number;
}
