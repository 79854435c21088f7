import { AwsError } from '../../overlay';
import { type Call, invalidValue } from './call';
import { type GlobalGroup, globalGroups, statusOf, transition } from './records';

/** A Global Datastore has one primary and at most this many secondaries. */
const MOST_SECONDARIES = 2;

/** @throws GlobalReplicationGroupNotFoundFault */
export function globalGroupNamed(call: Call, id: string): GlobalGroup {
  return foundGlobal(globalGroups(call.state).read(), id);
}

export function foundGlobal(all: Record<string, GlobalGroup>, id: string): GlobalGroup {
  const group = all[id.toLowerCase()];
  if (group === undefined) {
    throw new AwsError('GlobalReplicationGroupNotFoundFault', `The Global datastore ${id} does not exist.`, 404);
  }
  return group;
}

/** A Global Datastore without secondaries is not `available` but `primary-only`. */
export function globalStatus(group: GlobalGroup, now: Date): string {
  return statusOf(group, now, group.members.length > 1 ? 'available' : 'primary-only');
}

/** @throws InvalidGlobalReplicationGroupState while it is being changed */
export function requireSettled(group: GlobalGroup, now: Date, ...wanted: readonly string[]): void {
  const status = globalStatus(group, now);
  if (!wanted.includes(status)) {
    throw new AwsError(
      'InvalidGlobalReplicationGroupState',
      `The Global datastore ${group.id} is in ${status} state, not in ${wanted.join(' or ')}.`,
    );
  }
}

/** Makes a replication group of the call's region a secondary. */
export function joinGlobalGroup(call: Call, globalId: string, replicationGroupId: string): void {
  const now = call.context.now();
  globalGroups(call.state).update((draft) => {
    const group = foundGlobal(draft, globalId);
    requireSettled(group, now, 'available', 'primary-only');
    const there = group.members.find(({ region }) => region === call.region);
    if (there !== undefined)
      throw invalidValue(
        `The Global datastore ${group.id} has a member in ${call.region} already: ${there.replicationGroupId}.`,
      );
    if (group.members.length > MOST_SECONDARIES) {
      throw invalidValue(
        `The Global datastore ${group.id} has ${MOST_SECONDARIES} secondaries already, which is the most that it takes.`,
      );
    }
    group.members.push({ replicationGroupId, region: call.region, role: 'SECONDARY' });
    group.transition = transition('modifying', now);
  });
}

/** The refusal of whatever the Global Datastore governs for its members. */
export function partOfGlobal(id: string, group: GlobalGroup): AwsError {
  return invalidValue(`Cluster [${id}] is part of a global cluster [${group.id}]. Request rejected.`);
}
