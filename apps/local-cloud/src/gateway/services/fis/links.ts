import type { StateDocument } from '../../state-store';
import type { FaultControl, LinkFault } from '../../faults';
import { type ActionSpec, type Experiment, type Link, runningActions, targetsOf } from './model';

/** Actions that stop what travels between the experiment's region and the one that a parameter names. */
const CROSS_REGION = new Set([
  'aws:network:route-table-disrupt-cross-region-connectivity',
  'aws:network:transit-gateway-disrupt-cross-region-connectivity',
]);

/**
 * The ways between regions that an action stops while it runs. A way is one for all that travels it, so that pausing one
 * table's replication pauses every table's and the cache's between these regions.
 * https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
 */
export function linksOf(experiment: Experiment, action: ActionSpec): Link[] {
  const { actionId, parameters } = action;
  const own = experiment.arn.split(':')[3] ?? '';
  const others = new Set<string>();
  if (actionId === 'aws:dynamodb:global-table-pause-replication') {
    for (const { peers = [] } of targetsOf(experiment, action)) peers.forEach((peer) => others.add(peer));
  } else if (CROSS_REGION.has(actionId) && parameters?.['region'] !== undefined) {
    others.add(parameters['region']);
  }
  return [...others].flatMap((other): Link[] => [
    [own, other],
    [other, own],
  ]);
}

/** The links that running actions of an experiment stop now. */
export function heldBy(experiment: Experiment): Link[] {
  return runningActions(experiment).flatMap((action) => linksOf(experiment, action));
}

/** The fault that a link had before an experiment stopped it (`null`: none), by 'from to'. */
export type HeldLinks = Record<string, Omit<LinkFault, 'from' | 'to'> | null>;

/**
 * Stops the links that are wanted and are not stopped yet, and gives those that are wanted no longer what they had
 * before. What is held is on disk, so that an instance that was killed lets go of it when it starts again.
 */
export function holdLinks(wanted: readonly Link[], faults: FaultControl, held: StateDocument<HeldLinks>): void {
  const before = held.read();
  const keys = new Map(wanted.map((link) => [link.join(' '), link]));
  for (const [key, [from, to]] of keys) {
    if (Object.hasOwn(before, key)) continue;
    const { lagMs, paused } = faults.link(from, to) ?? {};
    const former =
      lagMs === undefined && paused === undefined
        ? null
        : { ...(lagMs === undefined ? {} : { lagMs }), ...(paused === undefined ? {} : { paused }) };
    held.update((draft) => void (draft[key] = former));
    faults.setLink(from, to, { ...former, paused: true });
  }
  for (const [key, former] of Object.entries(before)) {
    if (keys.has(key)) continue;
    const [from = '', to = ''] = key.split(' ');
    // A fault that somebody has ended in the meantime stays ended.
    if (faults.link(from, to)?.paused === true) faults.setLink(from, to, former ?? undefined);
    held.update((draft) => void delete draft[key]);
  }
}
