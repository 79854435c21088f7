import { AwsError } from '../../overlay';
import type { Tags } from '../../tags';
import { secondsOf } from './duration';
import { API_ERRORS, apiErrorKind, isErringService } from './interference';
import type { ActionSpec, EmptyTargetMode, StopCondition, TargetSpec, Template } from './model';

export interface TemplateInput {
  readonly description?: string;
  readonly targets?: Readonly<Record<string, TargetSpec>>;
  readonly actions?: Readonly<Record<string, ActionSpec>>;
  readonly stopConditions?: readonly StopCondition[];
  readonly roleArn?: string;
  readonly tags?: Tags;
  readonly logConfiguration?: object;
  readonly experimentOptions?: {
    readonly accountTargeting?: string;
    readonly emptyTargetResolutionMode?: EmptyTargetMode;
  };
  readonly experimentReportConfiguration?: object;
}

/** @throws AwsError ValidationException, with all that is wrong */
export function createTemplate(
  input: TemplateInput,
  identity: { readonly id: string; readonly arn: string },
  now: number,
): Template {
  const {
    description = '',
    targets = {},
    actions = {},
    stopConditions = [],
    roleArn = '',
    tags = {},
    experimentOptions: options,
  } = input;
  const template: Template = {
    ...identity,
    description,
    targets,
    actions,
    stopConditions,
    roleArn,
    tags,
    creationTime: now,
    lastUpdateTime: now,
    targetAccountConfigurationsCount: 0,
    experimentOptions: {
      accountTargeting: options?.accountTargeting ?? 'single-account',
      emptyTargetResolutionMode: options?.emptyTargetResolutionMode ?? 'fail',
    },
    ...optional(input),
  };
  check(template);
  return template;
}

/** What is sent replaces; what is left out stays. */
export function updateTemplate(former: Template, input: TemplateInput, now: number): Template {
  const { description, targets, actions, stopConditions, roleArn, experimentOptions: options } = input;
  const template: Template = {
    ...former,
    description: description ?? former.description,
    targets: targets ?? former.targets,
    actions: actions ?? former.actions,
    stopConditions: stopConditions ?? former.stopConditions,
    roleArn: roleArn ?? former.roleArn,
    lastUpdateTime: now,
    // Whether an experiment spans accounts is settled when its template is made.
    experimentOptions: {
      ...former.experimentOptions,
      emptyTargetResolutionMode:
        options?.emptyTargetResolutionMode ?? former.experimentOptions.emptyTargetResolutionMode,
    },
    ...optional(input),
  };
  check(template);
  return template;
}

function optional({ logConfiguration, experimentReportConfiguration }: TemplateInput): object {
  return {
    ...(logConfiguration === undefined ? {} : { logConfiguration }),
    ...(experimentReportConfiguration === undefined ? {} : { experimentReportConfiguration }),
  };
}

function check({ description, targets, actions, stopConditions, roleArn }: Template): void {
  const problems = [
    ...(description === '' ? ['description is required'] : []),
    ...(roleArn === '' ? ['roleArn is required'] : []),
    ...(Object.keys(actions).length === 0 ? ['at least one action is required'] : []),
    ...(stopConditions.length === 0 ? ["at least one stop condition is required; its source can be 'none'"] : []),
    ...stopConditions
      .filter(({ source, value }) => source === 'aws:cloudwatch:alarm' && !value)
      .map(() => 'a stop condition lacks the ARN of its alarm'),
    ...Object.entries(targets).flatMap(([name, target]) => problemsOfTarget(name, target)),
    ...Object.entries(actions).flatMap(([name, action]) => problemsOfAction(name, action, targets, actions)),
  ];
  if (problems.length > 0) throw new AwsError('ValidationException', problems.join('; '));
}

function problemsOfTarget(
  name: string,
  { resourceArns, resourceTags, selectionMode, parameters }: TargetSpec,
): string[] {
  const selects = resourceArns !== undefined || resourceTags !== undefined || parameters !== undefined;
  return [
    ...(selects ? [] : [`target ${name} names neither ARNs nor tags`]),
    ...(/^(ALL|COUNT\(\d+\)|PERCENT\(\d+\))$/.test(selectionMode)
      ? []
      : [`target ${name} has the selection mode '${selectionMode}'`]),
  ];
}

function problemsOfAction(name: string, action: ActionSpec, targets: object, actions: object): string[] {
  const { duration } = action.parameters ?? {};
  const unknownTargets = Object.values(action.targets ?? {}).filter((target) => !Object.hasOwn(targets, target));
  const unknownActions = (action.startAfter ?? []).filter((other) => !Object.hasOwn(actions, other) || other === name);
  return [
    ...(/^aws:[a-z0-9-]+:[a-z0-9/-]+$/.test(action.actionId) ? [] : [`action ${name} has the id '${action.actionId}'`]),
    ...(duration === undefined || secondsOf(duration) !== undefined
      ? []
      : [`action ${name} has the duration '${duration}'`]),
    ...problemsOfApiError(name, action),
    ...unknownTargets.map((target) => `action ${name} uses the target ${target}, which is not there`),
    ...unknownActions.map((other) => `action ${name} starts after ${other}, which is not there`),
  ];
}

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#fis-actions-reference-fis */
function problemsOfApiError(name: string, action: ActionSpec): string[] {
  if (apiErrorKind(action) === undefined) return [];
  const { service = '', operations = '', percentage = '' } = action.parameters ?? {};
  const share = Number(percentage);
  return [
    ...(isErringService(service)
      ? []
      : [`action ${name} has the service '${service}', which is none of ${Object.keys(API_ERRORS).join(', ')}`]),
    ...(operations === '' ? [`action ${name} names no operations`] : []),
    ...(Number.isInteger(share) && share >= 1 && share <= 100
      ? []
      : [`action ${name} has the percentage '${percentage}', which is not from 1 to 100`]),
  ];
}
