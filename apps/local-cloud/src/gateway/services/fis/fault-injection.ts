import { type AwsRequest, jsonBody } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';
import { arnOfTagPath, changedTags } from '../../tags';
import { ExperimentClock } from './experiment-clock';
import { gameDayMachines } from './game-day-machines';
import { interceptors } from './interceptors';
import { getExperiment, listExperiments, listResolvedTargets, startExperiment, stopExperiment } from './experiments';
import { arnOf, idOf, newId, secondsOf } from './identifiers';
import { type Experiment, type Template, experimentsOf, find, templatesOf } from './model';
import { type TemplateInput, createTemplate, updateTemplate } from './templates';

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
  StartExperiment: startExperiment,
  GetExperiment: getExperiment,
  ListExperiments: listExperiments,
  ListExperimentResolvedTargets: listResolvedTargets,
  StopExperiment: stopExperiment,
  ListTagsForResource: (request, context) => ({ tags: tagged(request, context).tags }),
  TagResource: changeTags,
  UntagResource: changeTags,
};

/**
 * Templates and experiments, and what stands between callers and the services that running experiments disturb.
 *
 * @param others - the overlays of the local cloud; what is returned comes before them
 */
export function faultInjection(others: readonly ServiceOverlay[]): readonly ServiceOverlay[] {
  const clock = new ExperimentClock();
  return [experiments(clock), gameDayMachines(), ...interceptors({ interference: () => clock.interference, others })];
}

function experiments(clock: ExperimentClock): ServiceOverlay {
  return {
    service: 'fis',
    reason:
      'moto has templates and no experiments; the gateway runs experiments with their targets, durations and stop conditions, pauses the links between regions, cuts calls on items, fails calls of a role and stops tasks for the actions that do so, and records the other actions without effect.',
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
