import { linksOf } from './links';
import { type ActionSpec, type Experiment, targetsOf } from './model';
import { apiErrorOf, cutShareOf } from './interference';

export const STOP_TASK = 'aws:ecs:stop-task';

/** What an action does to the local cloud, in words; `undefined` for one that it only records. */
export function effectOf(experiment: Experiment, action: ActionSpec): string | undefined {
  const links = linksOf(experiment, action);
  if (links.length > 0) return `${links.map(([from, to]) => `${from} -> ${to}`).join(', ')} were paused`;
  const share = cutShareOf(experiment, action);
  if (share > 0) return `${Math.round(share * 100)} % of the calls on items were cut`;
  const error = apiErrorOf(experiment, action);
  if (error !== undefined) return `${error.percentage} % of ${error.service}:${error.operations.join(', ')} failed`;
  if (action.actionId !== STOP_TASK) return undefined;
  const tasks = targetsOf(experiment, action);
  const real = tasks.filter(({ isRealTask }) => isRealTask).length;
  return `${real} of ${tasks.length} tasks were stopped, the others are not real`;
}
