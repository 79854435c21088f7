import { DEFAULTS } from '../defaults';
import type { Check, Draft } from '../draft';
import { list, show } from '../problems';
import { referenceFix } from './regions';

/** The regions of each group; `undefined` while a region's group, or the name of a region, is in doubt. */
function groupMembers(draft: Draft): ReadonlyMap<string, readonly string[]> | undefined {
  const entries = draft.everyRegionWith('residencyGroup');
  if (!entries) return undefined;
  const members = new Map<string, string[]>();
  for (const [name, region] of entries) {
    const group = region.residencyGroup ?? DEFAULTS.residencyGroup;
    members.set(group, [...(members.get(group) ?? []), name]);
  }
  return members;
}

/** Every group has two regions or more: with one there is no replica to go to. */
export const checkResidencyGroups: Check = (draft, report) => {
  const members = groupMembers(draft);
  // A matrix of one region has a problem of its own.
  if (!members || draft.regionNames.length < 2) return;
  for (const [group, [only, ...rest]] of members) {
    if (only === undefined || rest.length > 0) continue;
    report(
      ['regions', only, 'residencyGroup'],
      group,
      `group ${show(group)} has only ${only}, its data would be lost to users with that region`,
      `add a second region to it, or give ${only} another group`,
    );
  }
};

/** Every group's table has a main region that belongs to the group. */
export const checkResidencyPrimaries: Check = (draft, report) => {
  const members = groupMembers(draft);
  if (!members || !draft.sound('residencyGroups')) return;
  const stated = new Map(Object.entries(draft.input.residencyGroups ?? {}));
  for (const [group, { primaryRegion }] of stated) {
    const regions = members.get(group);
    if (!regions) {
      const message = `no region has residencyGroup ${show(group)}`;
      report(['residencyGroups', group], group, message, referenceFix(group, [...members.keys()]));
    } else if (!regions.includes(primaryRegion)) {
      report(
        ['residencyGroups', group, 'primaryRegion'],
        primaryRegion,
        `${show(primaryRegion)} is not a region of group ${show(group)}`,
        referenceFix(primaryRegion, regions),
      );
    }
  }
  // A primary outside the matrix is told where it is stated; no group holds it then.
  if (!draft.sound('primaryRegion') || !draft.regionNames.includes(draft.input.primaryRegion)) return;
  for (const [group, regions] of members) {
    if (stated.has(group) || regions.includes(draft.input.primaryRegion)) continue;
    report(
      ['residencyGroups', group],
      undefined,
      `missing, and group ${show(group)} (${list(regions)}) does not hold primaryRegion '${draft.input.primaryRegion}'`,
      `add ${show(group)}: { primaryRegion: '${regions[0]}' }`,
    );
  }
};
