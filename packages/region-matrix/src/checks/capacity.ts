import { planCapacity } from '../capacity';
import { parseCidr } from '../cidr';
import type { Check } from '../draft';
import { LARGEST_VPC_PREFIX, SMALLEST_VPC_PREFIX, taskRoom } from '../subnet-plan';

/** Somebody has to take the traffic. */
export const checkTrafficShares: Check = (draft, report) => {
  const entries = draft.regionsWith('trafficShare');
  if (entries.length === 0 || entries.length !== draft.regionNames.length) return;
  if (entries.some(([, region]) => region.trafficShare > 0)) return;
  report(['regions'], 0, 'every trafficShare is 0, no region would take traffic', 'give a region a share above 0');
};

/** Each region holds what the loss of any other needs, and its subnets hold what the region may grow to. */
export const checkCapacity: Check = (draft, report) => {
  const entries = draft.everyRegionWith('trafficShare', 'minTasks');
  if (!draft.sound('workload.peakTasks') || !entries || entries.length < 2) return;
  if (!entries.some(([, region]) => region.trafficShare > 0)) return;
  const { peakTasks } = draft.input.workload;
  const { regions } = planCapacity(peakTasks, Object.fromEntries(entries));
  for (const [name, region] of entries) {
    const { neededTasks = 0, maxTasks = 0 } = regions[name] ?? {};
    const { minTasks } = region;
    if (minTasks !== undefined && minTasks < neededTasks) {
      report(
        ['regions', name, 'minTasks'],
        minTasks,
        `got ${minTasks}, but the loss of another region needs ${neededTasks} here at a peak of ${peakTasks}`,
        `set it to at least ${neededTasks}, or remove it to have it computed`,
      );
    }
    const block = draft.sound(`regions.${name}.cidr`) ? parseCidr(region.cidr) : undefined;
    if (!block || block.prefix < LARGEST_VPC_PREFIX || block.prefix > SMALLEST_VPC_PREFIX) continue;
    const room = taskRoom(block.prefix);
    if (maxTasks <= room) continue;
    const fitting = [21, 20, 19, 18, 17, 16].find((prefix) => taskRoom(prefix) >= maxTasks);
    report(
      ['regions', name, 'cidr'],
      region.cidr,
      `'${region.cidr}' has room for ${room} tasks in two zones, one address each, but the region may grow to ${maxTasks}`,
      `use a /${fitting} or larger`,
    );
  }
};
