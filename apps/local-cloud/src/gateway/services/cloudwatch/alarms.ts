import { type AwsRequest, type AwsResponse, isSuccess } from '../../aws-request';
import { type Structure, listField, readInput, textField, writeOutput } from '../../operation-codec';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { unsupported } from '../../responses';
import { childOf, parseXml, textOf } from '../../xml';
import { alarmName } from './alarm-rule';
import { alarmStates, isAlarmState } from './alarm-states';
import {
  compositeAlarmOf,
  compositeAlarms,
  evaluateComposite,
  evaluateParents,
  readRule,
  setCompositeState,
} from './composite-alarms';
import { describeAlarms } from './describe-alarms';
import { formCall } from './form-call';

const ACTIONS = new Set([
  'PutCompositeAlarm',
  'PutMetricAlarm',
  'DescribeAlarms',
  'DeleteAlarms',
  'SetAlarmState',
  'EnableAlarmActions',
  'DisableAlarmActions',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
]);

export function cloudwatchAlarms(): ServiceOverlay {
  return {
    service: 'monitoring',
    reason:
      "moto fails on composite alarms and calls every new alarm OK; the gateway keeps composite alarms, evaluates them from their children's states, and starts metric alarms in INSUFFICIENT_DATA; it evaluates no metric and runs no alarm action.",
    handles: ({ action }) => ACTIONS.has(action),
    handle(request, context) {
      const input = readInput(request);
      switch (request.action) {
        case 'PutCompositeAlarm':
          return putComposite(request, input, context);
        case 'PutMetricAlarm':
          return putMetric(request, input, context);
        case 'DescribeAlarms':
          return describeAlarms(request, input, context);
        case 'DeleteAlarms':
          return deleteAlarms(request, input, context);
        case 'SetAlarmState':
          return setState(request, input, context);
        case 'EnableAlarmActions':
        case 'DisableAlarmActions':
          return switchActions(request, input, context);
        default:
          return tags(request, input, context);
      }
    },
  };
}

async function putComposite(request: AwsRequest, input: Structure, context: OverlayContext): Promise<AwsResponse> {
  const name = textField(input, 'AlarmName');
  if (!name) throw new AwsError('ValidationError', 'AlarmName must not be empty');
  const { children } = readRule(textField(input, 'AlarmRule') ?? '');
  await learnStates(request, children, context);
  const known = alarmStates(context.state).read();
  const missing = children.filter((child) => !Object.hasOwn(known, child));
  if (missing.length > 0) {
    throw new AwsError(
      'ValidationError',
      `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
    );
  }
  const composites = compositeAlarms(context.state);
  if (Object.hasOwn(known, name) && !isComposite(context, name)) {
    throw new AwsError(
      'ValidationError',
      `${name} is the name of a metric alarm, which cannot become a composite alarm`,
    );
  }
  const arn = `arn:aws:cloudwatch:${request.region}:${request.account}:alarm:${name}`;
  const now = context.now().toISOString();
  composites.update((draft) => void (draft[name] = compositeAlarmOf(input, arn, draft[name], now)));
  alarmStates(context.state).update((draft) => void (draft[name] ??= 'INSUFFICIENT_DATA'));
  evaluateComposite(context.state, name, now);
  evaluateParents(context.state, [name], now);
  return writeOutput(request);
}

/** moto makes alarms of its own, for target tracking; their states are asked for when somebody needs them. */
async function learnStates(request: AwsRequest, names: readonly string[], context: OverlayContext): Promise<void> {
  const known = alarmStates(context.state).read();
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  const parameters = Object.fromEntries(unknown.map((name, index) => [`AlarmNames.member.${index + 1}`, name]));
  const response = await context.forward(formCall(request, 'DescribeAlarms', parameters));
  if (!isSuccess(response)) return;
  const found = childOf(parseXml(response.body.toString()), 'DescribeAlarmsResult', 'MetricAlarms')?.children ?? [];
  alarmStates(context.state).update((draft) => {
    for (const alarm of found) {
      const [name, state] = [textOf(alarm, 'AlarmName'), textOf(alarm, 'StateValue')];
      if (name !== undefined && isAlarmState(state)) draft[name] = state;
    }
  });
}

async function putMetric(request: AwsRequest, input: Structure, context: OverlayContext): Promise<AwsResponse> {
  const name = textField(input, 'AlarmName') ?? '';
  if (isComposite(context, name)) {
    throw new AwsError(
      'ValidationError',
      `${name} is the name of a composite alarm, which cannot become a metric alarm`,
    );
  }
  const response = await context.forward(request);
  context.answeredBy('moto');
  if (!isSuccess(response)) return response;
  // moto resets the state with every change; on AWS a change leaves it alone, and a new alarm has seen no data.
  const state = alarmStates(context.state).read()[name] ?? 'INSUFFICIENT_DATA';
  const parameters = { AlarmName: name, StateValue: state, StateReason: 'Unchecked: Initial alarm creation' };
  await context.forward(formCall(request, 'SetAlarmState', parameters));
  alarmStates(context.state).update((draft) => void (draft[name] = state));
  evaluateParents(context.state, [name], context.now().toISOString());
  return response;
}

async function deleteAlarms(request: AwsRequest, input: Structure, context: OverlayContext): Promise<AwsResponse> {
  const names = listField(input, 'AlarmNames').map(alarmName);
  const composites = compositeAlarms(context.state);
  const [own, others] = split(names, composites.read());
  if (own.length > 1) throw new AwsError('ValidationError', 'AlarmNames must name one composite alarm at most');
  let response = writeOutput(request);
  if (others.length > 0) {
    response = await context.forward(own.length === 0 ? request : formCall(request, 'DeleteAlarms', numbered(others)));
    context.answeredBy('moto');
    if (!isSuccess(response)) return response;
  }
  composites.update((draft) => own.forEach((name) => delete draft[name]));
  alarmStates(context.state).update((draft) => names.forEach((name) => delete draft[name]));
  evaluateParents(context.state, names, context.now().toISOString());
  return own.length === 0 ? response : writeOutput(request);
}

async function setState(request: AwsRequest, input: Structure, context: OverlayContext): Promise<AwsResponse> {
  const [name, state] = [textField(input, 'AlarmName') ?? '', textField(input, 'StateValue')];
  if (!isAlarmState(state))
    throw new AwsError('ValidationError', `StateValue must be OK, ALARM or INSUFFICIENT_DATA, got ${String(state)}`);
  const now = context.now().toISOString();
  if (isComposite(context, name)) {
    setCompositeState(context.state, name, state, textField(input, 'StateReason') ?? '', now);
    evaluateParents(context.state, [name], now);
    return writeOutput(request);
  }
  const response = await context.forward(request);
  context.answeredBy('moto');
  if (!isSuccess(response)) return response;
  alarmStates(context.state).update((draft) => void (draft[name] = state));
  evaluateParents(context.state, [name], now);
  return response;
}

async function switchActions(request: AwsRequest, input: Structure, context: OverlayContext): Promise<AwsResponse> {
  const composites = compositeAlarms(context.state);
  const [own, others] = split(listField(input, 'AlarmNames').map(alarmName), composites.read());
  if (others.length > 0)
    return unsupported(request, `moto cannot switch the actions of metric alarms (${others.join(', ')})`);
  const enabled = request.action === 'EnableAlarmActions';
  composites.update((draft) => {
    for (const name of own) {
      const alarm = draft[name];
      if (alarm !== undefined) draft[name] = { ...alarm, ActionsEnabled: enabled };
    }
  });
  return writeOutput(request);
}

async function tags(request: AwsRequest, input: Structure, context: OverlayContext): Promise<AwsResponse> {
  const composites = compositeAlarms(context.state);
  const name = alarmName(textField(input, 'ResourceARN') ?? '');
  const alarm = composites.read()[name];
  if (alarm === undefined) {
    context.answeredBy('moto');
    return context.forward(request);
  }
  if (request.action === 'ListTagsForResource') {
    return writeOutput(request, { Tags: Object.entries(alarm.tags).map(([Key, Value]) => ({ Key, Value })) });
  }
  const given = listField<Structure>(input, 'Tags').map((tag) => [String(tag['Key']), String(tag['Value'] ?? '')]);
  const removed = new Set(listField(input, 'TagKeys'));
  const kept = Object.entries({ ...alarm.tags, ...(Object.fromEntries(given) as Record<string, string>) });
  const next = Object.fromEntries(kept.filter(([key]) => !removed.has(key)));
  composites.update((draft) => void (draft[name] = { ...alarm, tags: next }));
  return writeOutput(request);
}

function split(names: readonly string[], composites: object): [own: string[], others: string[]] {
  return [
    names.filter((name) => Object.hasOwn(composites, name)),
    names.filter((name) => !Object.hasOwn(composites, name)),
  ];
}

function isComposite({ state }: OverlayContext, name: string): boolean {
  return Object.hasOwn(compositeAlarms(state).read(), name);
}

function numbered(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [`AlarmNames.member.${index + 1}`, name]));
}
