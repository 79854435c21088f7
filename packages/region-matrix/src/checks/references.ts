import { isAwsRegion } from '../aws-regions';
import type { Check } from '../draft';
import { list, show } from '../problems';
import { referenceFix } from './regions';

/** A stated order names each region once. */
export const checkDeploymentOrder: Check = (draft, report) => {
  if (!draft.sound('deploymentOrder') || draft.regionNames.length === 0) return;
  const order: readonly string[] | undefined = draft.input.deploymentOrder;
  if (!order) return;
  const first = new Map<string, number>();
  order.forEach((name, index) => {
    const path = ['deploymentOrder', index];
    const before = first.get(name);
    if (before !== undefined) {
      report(path, name, `${show(name)} is listed already at [${before}]`, 'remove it');
    } else if (!draft.holds(name)) {
      report(path, name, `${show(name)} is not in regions`, referenceFix(name, draft.regionNames));
    }
    if (before === undefined) first.set(name, index);
  });
  const missing = draft.regionNames.filter((name) => isAwsRegion(name) && !first.has(name));
  if (missing.length > 0) {
    report(['deploymentOrder'], order, `leaves out ${list(missing)}`, 'list every region once, or remove the order');
  }
};

/** A switch lies in another region of the matrix: one in the region it evacuates would be lost with it. */
export const checkEvacuationSwitches: Check = (draft, report) => {
  for (const [name, region] of draft.regionsWith('evacuationSwitchRegion')) {
    const target: string | undefined = region.evacuationSwitchRegion;
    if (target === undefined) continue;
    const path = ['regions', name, 'evacuationSwitchRegion'];
    const others = draft.regionNames.filter((other) => other !== name);
    if (target === name) {
      const message = `${show(name)} is the region itself, its switch would be lost with it`;
      report(path, target, message, `choose one of ${list(others, 'or')}`);
    } else if (!draft.holds(target)) {
      report(path, target, `${show(target)} is not in regions`, referenceFix(target, others));
    }
  }
};

/** Two regions that are evacuated at once are an outage. */
export const checkGameDays: Check = (draft, report) => {
  const first = new Map<string, string>();
  for (const [name, region] of draft.regionsWith('gameDay')) {
    const schedule: string | undefined = region.gameDay;
    if (schedule === undefined) continue;
    const other = first.get(schedule);
    if (other === undefined) first.set(schedule, name);
    else {
      const message = `${show(schedule)} is the game day of ${other} too, and both would be evacuated at once`;
      report(['regions', name, 'gameDay'], schedule, message, 'choose another day');
    }
  }
};

/** Metrics gathered in the account that fails with the workload are no help. */
export const checkMonitoringAccount: Check = (draft, report) => {
  if (!draft.sound('account', 'monitoringAccount')) return;
  const { account, monitoringAccount } = draft.input;
  if (monitoringAccount !== account) return;
  report(
    ['monitoringAccount'],
    monitoringAccount,
    `got '${account}', which is the workload account`,
    'use an account of its own, or remove it',
  );
};
