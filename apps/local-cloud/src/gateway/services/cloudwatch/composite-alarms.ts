import { AwsError } from '../../overlay';
import { type Structure, flagField, listField, textField } from '../../operation-codec';
import type { StateView } from '../../state-store';
import { type AlarmRule, type AlarmState, RuleError, alarmName, parseAlarmRule } from './alarm-rule';
import { alarmStates } from './alarm-states';

/** A composite alarm as it is kept; times are ISO 8601. */
export interface CompositeAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmRule: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  readonly AlarmActions: readonly string[];
  readonly OKActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly ActionsSuppressor?: string;
  readonly ActionsSuppressorWaitPeriod?: number;
  readonly ActionsSuppressorExtensionPeriod?: number;
  readonly AlarmConfigurationUpdatedTimestamp: string;
  readonly StateValue: AlarmState;
  readonly StateReason: string;
  readonly StateUpdatedTimestamp: string;
  readonly StateTransitionedTimestamp: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** By name. */
export type CompositeAlarms = Record<string, CompositeAlarm>;

export function compositeAlarms(view: StateView) {
  return view.document<CompositeAlarms>('composite-alarms', {});
}

/** @throws AwsError ValidationError, with what is wrong in the rule */
export function readRule(rule: string): AlarmRule {
  try {
    return parseAlarmRule(rule);
  } catch (error) {
    if (error instanceof RuleError) throw new AwsError('ValidationError', `Error in AlarmRule [${error.message}]`);
    throw error;
  }
}

/** The alarm that PutCompositeAlarm makes of its input. State and tags are those of the alarm before it, if there was one. */
export function compositeAlarmOf(
  input: Structure,
  arn: string,
  former: CompositeAlarm | undefined,
  now: string,
): CompositeAlarm {
  const seconds = (name: string) => (textField(input, name) === undefined ? undefined : Number(textField(input, name)));
  const suppressor = textField(input, 'ActionsSuppressor');
  const description = textField(input, 'AlarmDescription');
  return {
    AlarmName: textField(input, 'AlarmName') ?? '',
    AlarmArn: arn,
    AlarmRule: textField(input, 'AlarmRule') ?? '',
    ...(description === undefined ? {} : { AlarmDescription: description }),
    ActionsEnabled: flagField(input, 'ActionsEnabled') ?? true,
    AlarmActions: listField(input, 'AlarmActions'),
    OKActions: listField(input, 'OKActions'),
    InsufficientDataActions: listField(input, 'InsufficientDataActions'),
    ...(suppressor === undefined
      ? {}
      : {
          ActionsSuppressor: suppressor,
          ActionsSuppressorWaitPeriod: seconds('ActionsSuppressorWaitPeriod') ?? 0,
          ActionsSuppressorExtensionPeriod: seconds('ActionsSuppressorExtensionPeriod') ?? 0,
        }),
    AlarmConfigurationUpdatedTimestamp: now,
    StateValue: former?.StateValue ?? 'INSUFFICIENT_DATA',
    StateReason: former?.StateReason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: former?.StateUpdatedTimestamp ?? now,
    StateTransitionedTimestamp: former?.StateTransitionedTimestamp ?? now,
    // Tags are taken when the alarm is made; later ones come by TagResource.
    tags:
      former?.tags ??
      Object.fromEntries(
        listField<Structure>(input, 'Tags').map((tag) => [String(tag['Key']), String(tag['Value'] ?? '')]),
      ),
  };
}

/**
 * Brings composite alarms into the state that their children put them in: those that look at an alarm that has changed,
 * then those that look at these. One that was set by SetAlarmState keeps its state until a child of its own changes.
 *
 * @param changed - names of alarms; a composite among them is evaluated by way of those that look at it
 */
export function evaluateParents(view: StateView, changed: readonly string[], now: string): void {
  let moved = new Set(changed);
  // The service allows cycles: a chain of changes that is longer than there are alarms would go on for ever.
  const rounds = Object.keys(compositeAlarms(view).read()).length;
  for (let round = 0; round < rounds && moved.size > 0; round += 1) {
    const parents = Object.values(compositeAlarms(view).read()).filter(({ AlarmRule }) =>
      parseAlarmRule(AlarmRule).children.some((child) => moved.has(child)),
    );
    moved = new Set(
      parents.filter(({ AlarmName }) => evaluateComposite(view, AlarmName, now)).map(({ AlarmName }) => AlarmName),
    );
  }
}

/** Evaluates one composite alarm. Returns whether its state has changed. */
export function evaluateComposite(view: StateView, name: string, now: string): boolean {
  const alarm = compositeAlarms(view).read()[name];
  if (alarm === undefined) return false;
  const states = alarmStates(view).read();
  const rule = parseAlarmRule(alarm.AlarmRule);
  const state = rule.isTrue((child) => states[child]) ? 'ALARM' : 'OK';
  if (state === alarm.StateValue) return false;
  const children = rule.children.map((child) => `${child} is ${states[child] ?? 'missing'}`);
  setCompositeState(
    view,
    name,
    state,
    `the rule is ${state === 'ALARM' ? 'true' : 'false'}: ${children.join(', ')}`,
    now,
  );
  return true;
}

/** Sets a composite's state, as SetAlarmState does: until a child changes. */
export function setCompositeState(view: StateView, name: string, state: AlarmState, reason: string, now: string): void {
  compositeAlarms(view).update((draft) => {
    const alarm = draft[name];
    if (alarm === undefined) return;
    const moved = alarm.StateValue === state ? {} : { StateTransitionedTimestamp: now };
    draft[name] = { ...alarm, ...moved, StateValue: state, StateReason: reason, StateUpdatedTimestamp: now };
  });
  alarmStates(view).update((draft) => void (draft[name] = state));
}

/** What DescribeAlarms tells of the alarm. */
export function described({ tags: _tags, ...alarm }: CompositeAlarm): Structure {
  return {
    ...alarm,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.AlarmConfigurationUpdatedTimestamp),
    StateUpdatedTimestamp: new Date(alarm.StateUpdatedTimestamp),
    StateTransitionedTimestamp: new Date(alarm.StateTransitionedTimestamp),
  };
}

/** Whether DescribeAlarms asks for this alarm. */
export function matches(alarm: CompositeAlarm, input: Structure): boolean {
  const [names, prefix, state, action, child] = [
    listField(input, 'AlarmNames'),
    textField(input, 'AlarmNamePrefix'),
    textField(input, 'StateValue'),
    textField(input, 'ActionPrefix'),
    textField(input, 'ParentsOfAlarmName'),
  ];
  return (
    (names.length === 0 || names.includes(alarm.AlarmName)) &&
    (prefix === undefined || alarm.AlarmName.startsWith(prefix)) &&
    (state === undefined || alarm.StateValue === state) &&
    (action === undefined || alarm.AlarmActions.some((arn) => arn.startsWith(action))) &&
    (child === undefined || parseAlarmRule(alarm.AlarmRule).children.includes(alarmName(child)))
  );
}
