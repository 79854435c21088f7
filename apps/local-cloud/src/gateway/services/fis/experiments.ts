import { type AwsRequest, jsonBody } from '../../aws-request';
import { AwsError, type OverlayContext } from '../../overlay';
import type { ExperimentClock } from './experiment-clock';
import { arnOf, idOf, newId, secondsOf } from './identifiers';
import { type ActionRun, type Experiment, type Template, experimentsOf, find, isOver, templatesOf } from './model';
import { stopping } from './progress';
import { resolveTarget } from './targets/resolve-target';

interface StartInput {
  readonly clientToken?: string;
  readonly experimentTemplateId?: string;
  readonly experimentOptions?: { readonly actionsMode?: 'run-all' | 'skip-all' };
  readonly tags?: Readonly<Record<string, string>>;
}

export async function startExperiment(
  request: AwsRequest,
  { state, now }: OverlayContext,
  clock: ExperimentClock,
): Promise<object> {
  const input = jsonBody<StartInput>(request);
  const { clientToken } = input;
  const same = Object.values(experimentsOf(state).read()).find(
    (one) => clientToken !== undefined && one.clientToken === clientToken,
  );
  if (same !== undefined) return { experiment: viewOf(same) };
  const template = find(templatesOf(state).read(), input.experimentTemplateId ?? '', 'Experiment template');
  const resolved = await Promise.all(
    Object.entries(template.targets).map(([name, spec]) => resolveTarget(request, name, spec)),
  );
  const { description: _description, lastUpdateTime: _updated, ...plan } = template;
  const id = newId('EXP');
  const experiment: Experiment = {
    ...plan,
    id,
    arn: arnOf(request, 'experiment', id),
    experimentTemplateId: template.id,
    actions: Object.fromEntries(Object.entries(template.actions).map(([name, action]) => [name, pending(action)])),
    state: { status: 'pending', reason: 'Experiment is pending.' },
    creationTime: secondsOf(now()),
    tags: input.tags ?? {},
    experimentOptions: {
      ...template.experimentOptions,
      actionsMode: input.experimentOptions?.actionsMode ?? 'run-all',
    },
    resolved: resolved.flat(),
    ...(clientToken === undefined ? {} : { clientToken }),
  };
  experimentsOf(state).update((draft) => void (draft[id] = experiment));
  clock.watch(request.account, request.region);
  return { experiment: viewOf(experiment) };
}

function pending(action: Template['actions'][string]): ActionRun {
  return { ...action, state: { status: 'pending', reason: 'Initial state' } };
}

export function listExperiments({ query }: AwsRequest, { state }: OverlayContext): object {
  const wanted = query.get('experimentTemplateId');
  const experiments = Object.values(experimentsOf(state).read()).filter(
    (one) => wanted === null || one.experimentTemplateId === wanted,
  );
  return {
    experiments: experiments.map(
      ({ id, arn, experimentTemplateId, state: status, creationTime, tags, experimentOptions }) => {
        return { id, arn, experimentTemplateId, state: status, creationTime, tags, experimentOptions };
      },
    ),
  };
}

export function listResolvedTargets(request: AwsRequest, { state }: OverlayContext): object {
  const { resolved } = find(experimentsOf(state).read(), idOf(request), 'Experiment');
  const wanted = request.query.get('targetName');
  const found = resolved.filter(({ targetName }) => wanted === null || targetName === wanted);
  return {
    resolvedTargets: found.map(({ targetName, resourceType, arn }) => ({
      targetName,
      resourceType,
      targetInformation: { arn },
    })),
  };
}

export function stopExperiment(request: AwsRequest, { state }: OverlayContext): object {
  const experiments = experimentsOf(state);
  const experiment = find(experiments.read(), idOf(request), 'Experiment');
  if (isOver(experiment))
    throw new AwsError('ValidationException', `the experiment ${experiment.id} is ${experiment.state.status}`);
  const next = stopping(experiment, 'Experiment is stopped by user.');
  experiments.update((draft) => void (draft[experiment.id] = next));
  return { experiment: viewOf(next) };
}

export function getExperiment(request: AwsRequest, { state }: OverlayContext): object {
  return { experiment: viewOf(find(experimentsOf(state).read(), idOf(request), 'Experiment')) };
}

function viewOf({ resolved: _resolved, clientToken: _token, ...experiment }: Experiment): object {
  return experiment;
}
