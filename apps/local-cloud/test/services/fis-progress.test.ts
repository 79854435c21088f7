import type { LinkFault } from '../../src/gateway/faults';
import { secondsOf } from '../../src/gateway/services/fis/duration';
import { type HeldLinks, heldBy, holdLinks } from '../../src/gateway/services/fis/links';
import type { ActionSpec, Experiment, ResolvedTarget } from '../../src/gateway/services/fis/model';
import { advance, stopping } from '../../src/gateway/services/fis/progress';
import { StateStore } from '../../src/gateway/state-store';
import { temporaryDirectory } from '../support/temporary';

const subnet: ResolvedTarget = {
  targetName: 'subnets',
  resourceType: 'aws:ec2:subnet',
  arn: 'arn:aws:ec2:us-east-1:123456789012:subnet/s',
};
const table: ResolvedTarget = {
  targetName: 'tables',
  resourceType: 'aws:dynamodb:global-table',
  arn: 'arn:t',
  peers: ['eu-west-1', 'ap-south-1'],
};
const cut: ActionSpec = {
  actionId: 'aws:network:route-table-disrupt-cross-region-connectivity',
  targets: { Subnets: 'subnets' },
  parameters: { region: 'eu-west-1', duration: 'PT1M' },
};
const wait: ActionSpec = { actionId: 'aws:fis:wait', parameters: { duration: 'PT10S' }, startAfter: ['cut'] };

function experiment(actions: Record<string, ActionSpec>, more: Partial<Experiment> = {}): Experiment {
  const runs = Object.entries(actions).map(([name, action]) => [
    name,
    { ...action, state: { status: 'pending', reason: '' } },
  ]);
  return {
    id: 'EXP1',
    arn: 'arn:aws:fis:us-east-1:123456789012:experiment/EXP1',
    experimentTemplateId: 'EXT1',
    targets: { subnets: { resourceType: 'aws:ec2:subnet', resourceTags: {}, selectionMode: 'ALL' } },
    actions: Object.fromEntries(runs) as Experiment['actions'],
    stopConditions: [{ source: 'none' }],
    roleArn: 'arn:role',
    creationTime: 0,
    tags: {},
    targetAccountConfigurationsCount: 0,
    state: { status: 'pending', reason: '' },
    experimentOptions: {
      accountTargeting: 'single-account',
      emptyTargetResolutionMode: 'fail',
      actionsMode: 'run-all',
    },
    resolved: [subnet],
    ...more,
  };
}

/** Steps at these seconds; an experiment is running from the third step on. */
function at(start: Experiment, ...seconds: number[]): Experiment {
  return seconds.reduce((current, now) => advance(current, now, undefined), start);
}

function statuses({ state, actions }: Experiment): string[] {
  return [state.status, ...Object.values(actions).map((action) => action.state.status)];
}

test('an action lasts as long as it says, the next one follows, and the experiment ends with the last', () => {
  const plan = experiment({ cut, wait });
  expect(statuses(at(plan, 0))).toEqual(['initiating', 'pending', 'pending']);
  expect(statuses(at(plan, 0, 0, 0))).toEqual(['running', 'running', 'pending']);
  expect(statuses(at(plan, 0, 0, 0, 59))).toEqual(['running', 'running', 'pending']);
  expect(statuses(at(plan, 0, 0, 0, 60))).toEqual(['running', 'completed', 'running']);
  expect(statuses(at(plan, 0, 0, 0, 60, 70))).toEqual(['completed', 'completed', 'completed']);
});

test('an experiment at rest is the same object', () => {
  const running = at(experiment({ cut }), 0, 0, 0);
  expect(advance(running, 1, undefined)).toBe(running);
});

test('a target that was resolved to nothing fails the experiment before anything starts', () => {
  const failed = at(experiment({ cut }, { resolved: [] }), 0, 0);
  expect(statuses(failed)).toEqual(['failed', 'cancelled']);
  expect(failed.state.error).toEqual({ accountId: '123456789012', code: 'InvalidTarget', location: 'subnets' });
});

test('in the mode skip its actions are skipped', () => {
  const options = {
    accountTargeting: 'single-account',
    emptyTargetResolutionMode: 'skip',
    actionsMode: 'run-all',
  } as const;
  expect(statuses(at(experiment({ cut, wait }, { resolved: [], experimentOptions: options }), 0, 0, 0))).toEqual([
    'running',
    'skipped',
    'running',
  ]);
});

test('all actions can be skipped, for a look at the targets', () => {
  const options = {
    accountTargeting: 'single-account',
    emptyTargetResolutionMode: 'fail',
    actionsMode: 'skip-all',
  } as const;
  expect(statuses(at(experiment({ cut, wait }, { experimentOptions: options }), 0, 0, 0))).toEqual([
    'completed',
    'skipped',
    'skipped',
  ]);
});

test.each([
  ['a stop condition', (running: Experiment) => advance(running, 5, 'arn:alarm')],
  ['its user', (running: Experiment) => stopping(running, 'stopped by user')],
])('%s stops it: what runs is stopped, what waits is cancelled, the links are free', (_who, halt) => {
  const halting = halt(at(experiment({ cut, wait }), 0, 0, 0));
  expect(halting.state.status).toBe('stopping');
  const stopped = advance(halting, 6, undefined);
  expect(statuses(stopped)).toEqual(['stopped', 'stopped', 'cancelled']);
  expect(stopped.endTime).toBe(6);
  expect(heldBy(stopped)).toEqual([]);
});

test('an action of two tasks, of which one is real, says so', () => {
  const task: ResolvedTarget = { targetName: 'subnets', resourceType: 'aws:ecs:task', arn: 'arn:task' };
  const stop: ActionSpec = { actionId: 'aws:ecs:stop-task', targets: { Tasks: 'subnets' } };
  const done = at(experiment({ stop }, { resolved: [task, { ...task, isRealTask: true }] }), 0, 0, 0);
  expect(done.actions['stop']?.state.reason).toBe(
    'Action was completed: 1 of 2 tasks were stopped, the others are not real.',
  );
});

const POWER = 'aws:elasticache:replicationgroup-interrupt-az-power';

test('an action that is only recorded says so', () => {
  const done = at(experiment({ power: { actionId: POWER } }), 0, 0, 0);
  expect(done.actions['power']?.state).toEqual({
    status: 'completed',
    reason:
      'Action was recorded without effect: the local cloud does not perform aws:elasticache:replicationgroup-interrupt-az-power.',
  });
});

test('actions stop the ways to the named region, or to the other replicas of a table', () => {
  expect(heldBy(at(experiment({ cut }), 0, 0, 0))).toEqual([
    ['us-east-1', 'eu-west-1'],
    ['eu-west-1', 'us-east-1'],
  ]);
  const pause: ActionSpec = {
    actionId: 'aws:dynamodb:global-table-pause-replication',
    targets: { Tables: 'tables' },
    parameters: { duration: 'PT1M' },
  };
  expect(heldBy(at(experiment({ pause }, { resolved: [subnet, table] }), 0, 0, 0))).toEqual([
    ['us-east-1', 'eu-west-1'],
    ['eu-west-1', 'us-east-1'],
    ['us-east-1', 'ap-south-1'],
    ['ap-south-1', 'us-east-1'],
  ]);
});

describe('held links', () => {
  const links = new Map<string, Omit<LinkFault, 'from' | 'to'>>();
  const faults = {
    region: () => undefined,
    link: (from: string, to: string) =>
      links.has(`${from} ${to}`) ? { from, to, ...links.get(`${from} ${to}`) } : undefined,
    onChange: () => () => undefined,
    setLink: (from: string, to: string, fault: Omit<LinkFault, 'from' | 'to'> | undefined) => {
      if (fault === undefined) links.delete(`${from} ${to}`);
      else links.set(`${from} ${to}`, fault);
    },
  };
  const held = () =>
    new StateStore(temporaryDirectory())
      .view({ service: 'fis', account: 'global', region: 'global' })
      .document<HeldLinks>('held', {});
  beforeEach(() => links.clear());

  test('a link gets back the lag that it had', () => {
    const document = held();
    links.set('a b', { lagMs: 50 });
    holdLinks(
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      faults,
      document,
    );
    holdLinks(
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      faults,
      document,
    );
    expect(Object.fromEntries(links)).toEqual({ 'a b': { lagMs: 50, paused: true }, 'b a': { paused: true } });
    holdLinks([['a', 'b']], faults, document);
    expect(Object.fromEntries(links)).toEqual({ 'a b': { lagMs: 50, paused: true } });
    holdLinks([], faults, document);
    expect(Object.fromEntries(links)).toEqual({ 'a b': { lagMs: 50 } });
  });

  test('a fault that somebody has ended in the meantime stays ended', () => {
    const document = held();
    links.set('a b', { lagMs: 50 });
    holdLinks([['a', 'b']], faults, document);
    links.clear();
    holdLinks([], faults, document);
    expect(links.size).toBe(0);
  });
});

test.each([
  ['PT5M', 300],
  ['PT1H30M', 5400],
  ['P1DT0.5S', 86_400.5],
  ['PT', undefined],
  ['5 minutes', undefined],
])('the duration %s is %s seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});
