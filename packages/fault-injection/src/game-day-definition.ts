export interface GameDayDefinitionProps {
  /** Said in the subject of every message. */
  readonly name: string;
  readonly experimentTemplateId: string;
  readonly freezeParameterName: string;
  readonly alarmNames: readonly string[];
  readonly topicArn: string;
}

type State = Readonly<Record<string, unknown>>;

/** FIS ends an experiment after 12 hours; one hour is for starting and telling. */
export const EXECUTION_TIMEOUT_SECONDS = 13 * 60 * 60;
const POLL_SECONDS = 30;

/**
 * The state machine of a game day, in Amazon States Language, with calls of AWS APIs and no code. Whatever keeps the guard
 * from reading keeps the experiment from starting.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function gameDayDefinition(props: GameDayDefinitionProps): object {
  return {
    Comment: `Game day of ${props.name}`,
    StartAt: 'ReadFreeze',
    TimeoutSeconds: EXECUTION_TIMEOUT_SECONDS,
    States: { ...guard(props), ...experiment(props), ...messages(props) },
  };
}

function guard({ freezeParameterName, alarmNames }: GameDayDefinitionProps): Record<string, State> {
  const alarms = alarmNames.join(', ');
  return {
    ReadFreeze: call('ssm:getParameter', { Name: freezeParameterName }, '$.freeze', 'IsFrozen', 'FreezeIsUnknown'),
    IsFrozen: {
      Type: 'Choice',
      Choices: [{ Variable: '$.freeze.Parameter.Value', StringEquals: 'off', Next: 'ReadAlarms' }],
      Default: 'Frozen',
    },
    ReadAlarms: {
      ...call(
        'cloudwatch:describeAlarms',
        { AlarmNames: alarmNames, AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] },
        '$.alarms',
        'AreAlarmsOk',
        'AlarmsAreUnknown',
      ),
      ResultSelector: {
        'states.$': '$..StateValue',
        'count.$': 'States.ArrayLength($..StateValue)',
        'on.$': "States.ArrayContains($..StateValue, 'ALARM')",
        'unknown.$': "States.ArrayContains($..StateValue, 'INSUFFICIENT_DATA')",
      },
    },
    AreAlarmsOk: {
      Type: 'Choice',
      Choices: [
        {
          And: [
            // An alarm that is gone says nothing, and must not pass for one that is OK.
            { Variable: '$.alarms.count', NumericEquals: alarmNames.length },
            { Variable: '$.alarms.on', BooleanEquals: false },
            { Variable: '$.alarms.unknown', BooleanEquals: false },
          ],
          Next: 'StartExperiment',
        },
      ],
      Default: 'Alarmed',
    },
    Frozen: says(
      `States.Format('skipped because the parameter ${freezeParameterName} is {}', $.freeze.Parameter.Value)`,
      'PublishSkipped',
    ),
    Alarmed: says(
      `States.Format('skipped because the state of ${alarms} is {}', States.JsonToString($.alarms.states))`,
      'PublishSkipped',
    ),
    FreezeIsUnknown: says(
      `States.Format('skipped because the parameter ${freezeParameterName} cannot be read: {}', $.error.Error)`,
      'PublishSkipped',
    ),
    AlarmsAreUnknown: says(
      `States.Format('skipped because the alarms cannot be read: {}', $.error.Error)`,
      'PublishSkipped',
    ),
  };
}

function experiment({ experimentTemplateId }: GameDayDefinitionProps): Record<string, State> {
  return {
    StartExperiment: {
      ...call(
        'fis:startExperiment',
        // A retry with the token of the first attempt starts nothing more.
        { ExperimentTemplateId: experimentTemplateId, 'ClientToken.$': '$$.Execution.Name' },
        '$.experiment',
        'WaitForEnd',
        'NotStarted',
      ),
      ResultSelector: { 'Id.$': '$.Experiment.Id' },
    },
    WaitForEnd: { Type: 'Wait', Seconds: POLL_SECONDS, Next: 'ReadExperiment' },
    ReadExperiment: {
      ...call('fis:getExperiment', { 'Id.$': '$.experiment.Id' }, '$.result', 'HasEnded', 'Lost'),
      ResultSelector: { 'Status.$': '$.Experiment.State.Status', 'Reason.$': '$.Experiment.State.Reason' },
    },
    HasEnded: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.result.Status', StringEquals: 'completed', Next: 'Completed' },
        {
          Or: ['stopped', 'failed', 'cancelled'].map((status) => ({
            Variable: '$.result.Status',
            StringEquals: status,
          })),
          Next: 'NotCompleted',
        },
      ],
      Default: 'WaitForEnd',
    },
    Completed: says(`States.Format('experiment {} has completed', $.experiment.Id)`, 'PublishCompleted'),
    NotCompleted: says(
      `States.Format('experiment {} is {}: {}', $.experiment.Id, $.result.Status, $.result.Reason)`,
      'PublishFailed',
    ),
    NotStarted: says(`States.Format('the experiment was not started: {}', $.error.Cause)`, 'PublishFailed'),
    Lost: says(
      `States.Format('experiment {} was started and cannot be followed: {}', $.experiment.Id, $.error.Cause)`,
      'PublishFailed',
    ),
  };
}

function messages(props: GameDayDefinitionProps): Record<string, State> {
  return {
    PublishSkipped: publish(props, 'skipped', 'Skipped'),
    Skipped: { Type: 'Succeed' },
    PublishCompleted: publish(props, 'completed', 'Done'),
    Done: { Type: 'Succeed' },
    PublishFailed: publish(props, 'failed', 'Failed'),
    Failed: { Type: 'Fail', Error: 'GameDayFailed', Cause: 'the experiment did not complete; see the message' },
  };
}

/** One call of an AWS API, tried three times. */
function call(action: string, Parameters: object, ResultPath: string, Next: string, failure: string): State {
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::aws-sdk:${action}`,
    Parameters,
    ResultPath,
    Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2 }],
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failure }],
    Next,
  };
}

/** Leaves nothing but the message, which is also the output of the execution. */
function says(message: string, Next: string): State {
  return { Type: 'Pass', Parameters: { 'message.$': message }, Next };
}

/** A message that cannot be sent fails the execution: nobody would know otherwise. */
function publish({ name, topicArn }: GameDayDefinitionProps, outcome: string, Next: string): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::sns:publish',
    Parameters: { TopicArn: topicArn, Subject: `Game day of ${name}: ${outcome}`, 'Message.$': '$.message' },
    ResultPath: '$.published',
    Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2 }],
    Next,
  };
}
