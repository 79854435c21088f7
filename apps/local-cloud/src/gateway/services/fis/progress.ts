import { secondsOf } from './duration';
import { effectOf } from './effects';
import type { ActionRun, ActionStatus, Experiment } from './model';

/**
 * The experiment a moment later: actions start when those before them are done, end when their time is over, and the
 * experiment ends with the last of them.
 *
 * @param now - seconds since 1970
 * @param alarm - the stop condition that is met
 * @returns the same object when nothing changes
 */
export function advance(experiment: Experiment, now: number, alarm: string | undefined): Experiment {
  switch (experiment.state.status) {
    case 'pending':
      return { ...experiment, startTime: now, state: { status: 'initiating', reason: 'Experiment is initiating.' } };
    case 'initiating': {
      // An alarm that is on already ends it before it has done anything.
      if (alarm !== undefined) return haltedBy(experiment, alarm);
      const empty = emptyTarget(experiment);
      if (empty !== undefined) return failedAt(experiment, empty, now);
      return { ...experiment, state: { status: 'running', reason: 'Experiment is running.' } };
    }
    case 'running':
      if (alarm !== undefined) return haltedBy(experiment, alarm);
      return ended(run(experiment, now), now);
    case 'stopping':
      return halted(experiment, now);
    case 'completed':
    case 'stopped':
    case 'failed':
      return experiment;
  }
}

function haltedBy(experiment: Experiment, alarm: string): Experiment {
  return stopping(experiment, `Experiment halted by stop condition: ${alarm}`);
}

/** What StopExperiment does, and a stop condition that is met. */
export function stopping(experiment: Experiment, reason: string): Experiment {
  return { ...experiment, state: { status: 'stopping', reason } };
}

/** The first target that an action needs and that was resolved to nothing, where that is a failure. */
function emptyTarget({
  targets,
  resolved,
  experimentOptions: { emptyTargetResolutionMode, actionsMode },
}: Experiment): string | undefined {
  if (emptyTargetResolutionMode === 'skip' || actionsMode === 'skip-all') return undefined;
  return Object.keys(targets).find((name) => !resolved.some(({ targetName }) => targetName === name));
}

function failedAt(experiment: Experiment, target: string, now: number): Experiment {
  const reason = `Target resolution returned empty set: ${target}`;
  const error = { accountId: experiment.arn.split(':')[4], code: 'InvalidTarget', location: target };
  return { ...withUnfinished(experiment, 'cancelled', now), endTime: now, state: { status: 'failed', reason, error } };
}

function halted(experiment: Experiment, now: number): Experiment {
  return {
    ...withUnfinished(experiment, 'cancelled', now),
    endTime: now,
    state: { status: 'stopped', reason: experiment.state.reason },
  };
}

function withUnfinished(experiment: Experiment, pending: ActionStatus, now: number): Experiment {
  const actions = Object.entries(experiment.actions).map(([name, action]) => {
    if (action.state.status === 'running')
      return [name, inState(action, 'stopped', 'Action was stopped.', { endTime: now })];
    if (action.state.status === 'pending') return [name, inState(action, pending, 'Action was not started.')];
    return [name, action];
  });
  return { ...experiment, actions: Object.fromEntries(actions) as Experiment['actions'] };
}

/** Rounds are repeated until nothing moves: an action that takes no time lets the next one start at once. */
function run(experiment: Experiment, now: number): Experiment {
  let current = experiment;
  for (;;) {
    const changes = Object.entries(current.actions).flatMap(([name, action]) => {
      const next = step(current, action, now);
      return next === action ? [] : [[name, next] as const];
    });
    if (changes.length === 0) return current;
    current = { ...current, actions: { ...current.actions, ...Object.fromEntries(changes) } };
  }
}

function step(experiment: Experiment, action: ActionRun, now: number): ActionRun {
  const { status } = action.state;
  if (status === 'running') {
    const end = (action.startTime ?? now) + (secondsOf(action.parameters?.['duration'] ?? '') ?? 0);
    return now < end ? action : inState(action, 'completed', completedReason(experiment, action), { endTime: now });
  }
  if (status !== 'pending' || !(action.startAfter ?? []).every((name) => isDone(experiment.actions[name])))
    return action;
  if (experiment.experimentOptions.actionsMode === 'skip-all')
    return inState(action, 'skipped', 'Actions are skipped in this experiment.');
  const needed = Object.values(action.targets ?? {});
  const empty = needed.find((name) => !experiment.resolved.some(({ targetName }) => targetName === name));
  if (empty !== undefined) return inState(action, 'skipped', `The target ${empty} was resolved to nothing.`);
  return inState(action, 'running', 'Action is running.', { startTime: now });
}

function completedReason(experiment: Experiment, action: ActionRun): string {
  if (action.actionId === 'aws:fis:wait') return 'Action was completed.';
  const effect = effectOf(experiment, action);
  if (effect !== undefined) return `Action was completed: ${effect}.`;
  return `Action was recorded without effect: the local cloud does not perform ${action.actionId}.`;
}

function isDone(action: ActionRun | undefined): boolean {
  return action === undefined || ['completed', 'skipped'].includes(action.state.status);
}

function ended(experiment: Experiment, now: number): Experiment {
  const unfinished = Object.values(experiment.actions).some(
    ({ state: { status } }) => status === 'pending' || status === 'running',
  );
  if (unfinished) return experiment;
  return { ...experiment, endTime: now, state: { status: 'completed', reason: 'Experiment completed.' } };
}

function inState(
  action: ActionRun,
  status: ActionStatus,
  reason: string,
  times: Pick<ActionRun, 'startTime' | 'endTime'> = {},
): ActionRun {
  return { ...action, ...times, state: { status, reason } };
}
