import { gameDayDefinition } from '../src/game-day-definition';

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

const definition = gameDayDefinition({
  name: 'production-euw1',
  experimentTemplateId: 'EXT1',
  freezeParameterName: '/production-euw1/game-day/freeze',
  alarmNames: ['impaired', 'other'],
  topicArn: 'arn:aws:sns:eu-west-1:111122223333:game-days',
}) as { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };
const { States } = definition;

function nextOf({ Next, Default, Choices = [], Catch = [] }: State): string[] {
  return [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].filter(
    (next): next is string => next !== undefined,
  );
}

/** States that can be reached from one, without passing through others. */
function reachable(from: string, without: readonly string[] = []): Set<string> {
  const seen = new Set<string>();
  const pending = [from];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name) || without.includes(name)) continue;
    seen.add(name);
    pending.push(...nextOf(States[name]!));
  }
  return seen;
}

test('is as recorded', () => {
  expect(definition).toMatchSnapshot();
});

test('every state is reached, and leads to states that exist', () => {
  expect([...reachable(definition.StartAt)].sort()).toEqual(Object.keys(States).sort());
});

test('nothing leads past the guard to the experiment', () => {
  expect(reachable(definition.StartAt, ['IsFrozen'])).not.toContain('StartExperiment');
  expect(reachable(definition.StartAt, ['AreAlarmsOk'])).not.toContain('StartExperiment');
});

test.each(['ReadFreeze', 'ReadAlarms'])('a failure of %s keeps the experiment from starting', (name) => {
  const [caught] = States[name]?.Catch ?? [];
  expect(caught?.ErrorEquals).toEqual(['States.ALL']);
  expect(reachable(caught?.Next ?? '')).not.toContain('StartExperiment');
});

test('no end is reached without a message', () => {
  const messages = Object.keys(States).filter((name) => name.startsWith('Publish'));
  const silent = [...reachable(definition.StartAt, messages)];
  expect(silent.filter((name) => ['Succeed', 'Fail'].includes(States[name]?.Type ?? ''))).toEqual([]);
});

test('a game day that is skipped succeeds with the reason', () => {
  for (const name of ['Frozen', 'Alarmed', 'FreezeIsUnknown', 'AlarmsAreUnknown']) {
    expect([...reachable(name)]).toEqual([name, 'PublishSkipped', 'Skipped']);
    expect(JSON.stringify(States[name])).toContain('skipped because');
  }
  expect(States['Skipped']?.Type).toBe('Succeed');
});

test('alarms that are not all OK, or are gone, keep the experiment from starting', () => {
  expect(States['AreAlarmsOk']).toMatchObject({
    Choices: [
      {
        And: [
          { Variable: '$.alarms.count', NumericEquals: 2 },
          { Variable: '$.alarms.on', BooleanEquals: false },
          { Variable: '$.alarms.unknown', BooleanEquals: false },
        ],
        Next: 'StartExperiment',
      },
    ],
    Default: 'Alarmed',
  });
});

test('an experiment that has not ended is waited for', () => {
  expect(States['HasEnded']?.Default).toBe('WaitForEnd');
  expect(nextOf(States['WaitForEnd']!)).toEqual(['ReadExperiment']);
});

test('it calls AWS APIs, and no code', () => {
  const resources = Object.values(States).flatMap(({ Resource }) => Resource ?? []);
  expect([...new Set(resources)]).toEqual([
    'arn:aws:states:::aws-sdk:ssm:getParameter',
    'arn:aws:states:::aws-sdk:cloudwatch:describeAlarms',
    'arn:aws:states:::aws-sdk:fis:startExperiment',
    'arn:aws:states:::aws-sdk:fis:getExperiment',
    'arn:aws:states:::sns:publish',
  ]);
});
