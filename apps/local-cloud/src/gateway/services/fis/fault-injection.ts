import { randomBytes } from 'node:crypto';
import { type AwsRequest, jsonBody } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';
import { arnOfTagPath, changedTags } from '../../tags';
import { ExperimentClock } from './experiment-clock';
import { type ActionRun, type Experiment, type Template, experimentsOf, find, isOver, templatesOf } from './model';
import { stopping } from './progress';
import { resolveTarget } from './targets';
import { type TemplateInput, createTemplate, updateTemplate } from './templates';

interface StartInput {
  readonly experimentTemplateId?: string;
  readonly experimentOptions?: { readonly actionsMode?: 'run-all' | 'skip-all' };
  readonly tags?: Readonly<Record<string, string>>;
}

type Act = (request: AwsRequest, context: OverlayContext, clock: ExperimentClock) => object | Promise<object>;

const ACTIONS: Readonly<Record<string, Act>> = {
  CreateExperimentTemplate: create,
  GetExperimentTemplate: (request, { state }) => ({
    experimentTemplate: find(templatesOf(state).read(), idOf(request), 'Experiment template'),
  }),
  ListExperimentTemplates: (_request, { state }) => ({
    experimentTemplates: Object.values(templatesOf(state).read()).map(listedTemplate),
  }),
  UpdateExperimentTemplate: update,
  DeleteExperimentTemplate: remove,
  StartExperiment: start,
  GetExperiment: (request, { state }) => ({
    experiment: viewOf(find(experimentsOf(state).read(), idOf(request), 'Experiment')),
  }),
  ListExperiments: list,
  ListExperimentResolvedTargets: resolvedTargets,
  StopExperiment: stop,
  ListTagsForResource: (request, context) => ({ tags: tagged(request, context).tags }),
  TagResource: changeTags,
  UntagResource: changeTags,
};

export function fisFaultInjection(): ServiceOverlay {
  const clock = new ExperimentClock();
  return {
    service: 'fis',
    reason:
      'moto has templates and no experiments; the gateway runs experiments with their targets, durations and stop conditions, pauses the links between regions for the actions that cut these, and records the other actions without effect.',
    handles: ({ action }) => Object.hasOwn(ACTIONS, action),
    async handle(request, context) {
      return jsonResponse(request, (await ACTIONS[request.action]?.(request, context, clock)) ?? {});
    },
    start: (host) => {
      clock.start(host);
      return Promise.resolve();
    },
    stop: () => {
      clock.stop();
      return Promise.resolve();
    },
  };
}

function create(request: AwsRequest, { state, now }: OverlayContext): object {
  const id = newId('EXT');
  const template = createTemplate(
    jsonBody<TemplateInput>(request),
    { id, arn: arnOf(request, 'experiment-template', id) },
    secondsOf(now()),
  );
  templatesOf(state).update((draft) => void (draft[id] = template));
  return { experimentTemplate: template };
}

function update(request: AwsRequest, { state, now }: OverlayContext): object {
  const templates = templatesOf(state);
  const template = updateTemplate(
    find(templates.read(), idOf(request), 'Experiment template'),
    jsonBody<TemplateInput>(request),
    secondsOf(now()),
  );
  templates.update((draft) => void (draft[template.id] = template));
  return { experimentTemplate: template };
}

function remove(request: AwsRequest, { state }: OverlayContext): object {
  const templates = templatesOf(state);
  const template = find(templates.read(), idOf(request), 'Experiment template');
  templates.update((draft) => void delete draft[template.id]);
  return { experimentTemplate: template };
}

async function start(request: AwsRequest, { state, now }: OverlayContext, clock: ExperimentClock): Promise<object> {
  const input = jsonBody<StartInput>(request);
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
  };
  experimentsOf(state).update((draft) => void (draft[id] = experiment));
  clock.watch(request.account, request.region);
  return { experiment: viewOf(experiment) };
}

function pending(action: Template['actions'][string]): ActionRun {
  return { ...action, state: { status: 'pending', reason: 'Initial state' } };
}

function list({ query }: AwsRequest, { state }: OverlayContext): object {
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

function resolvedTargets(request: AwsRequest, { state }: OverlayContext): object {
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

function stop(request: AwsRequest, { state }: OverlayContext): object {
  const experiments = experimentsOf(state);
  const experiment = find(experiments.read(), idOf(request), 'Experiment');
  if (isOver(experiment))
    throw new AwsError('ValidationException', `the experiment ${experiment.id} is ${experiment.state.status}`);
  const next = stopping(experiment, 'Experiment is stopped by user.');
  experiments.update((draft) => void (draft[experiment.id] = next));
  return { experiment: viewOf(next) };
}

function tagged({ path }: AwsRequest, { state }: OverlayContext): Template | Experiment {
  const arn = arnOfTagPath(path);
  const all = [...Object.values(templatesOf(state).read()), ...Object.values(experimentsOf(state).read())];
  const found = all.find((one) => one.arn === arn);
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `${arn} not found.`, 404);
  return found;
}

function changeTags(request: AwsRequest, context: OverlayContext): object {
  const found = tagged(request, context);
  const tags = changedTags(request, found.tags, 'tags');
  if ('experimentTemplateId' in found)
    experimentsOf(context.state).update((draft) => void (draft[found.id] = { ...found, tags }));
  else templatesOf(context.state).update((draft) => void (draft[found.id] = { ...found, tags }));
  return {};
}

function listedTemplate({ id, arn, description, creationTime, lastUpdateTime, tags }: Template): object {
  return { id, arn, description, creationTime, lastUpdateTime, tags };
}

function viewOf({ resolved: _resolved, ...experiment }: Experiment): object {
  return experiment;
}

/** The third part of the path: /experiments/<id> */
function idOf({ path }: AwsRequest): string {
  return decodeURIComponent(path.split('/')[2] ?? '');
}

function newId(prefix: string): string {
  return (
    prefix +
    BigInt(`0x${randomBytes(12).toString('hex')}`)
      .toString(36)
      .padStart(17, '0')
      .slice(-17)
  );
}

function arnOf({ region, account }: AwsRequest, kind: string, id: string): string {
  return `arn:aws:fis:${region}:${account}:${kind}/${id}`;
}

function secondsOf(date: Date): number {
  return date.getTime() / 1000;
}
