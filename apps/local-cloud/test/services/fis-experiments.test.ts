import { waitFor } from '../../src/waiting';
import { alarmStates } from '../../src/gateway/services/cloudwatch/alarm-states';
import { faultInjection } from '../../src/gateway/services/fis/fault-injection';
import type { OverlayHost, ServiceOverlay } from '../../src/gateway/overlay';
import { jsonResponse } from '../../src/gateway/responses';
import { GatewayBench } from '../support/gateway-bench';
import { OverlayBench } from '../support/overlays';
import { ACCOUNT, authorization } from '../support/requests';

const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`;
/** Three of DynamoDB's answers, as the overlay of DynamoDB would give them. */
const dynamodb: ServiceOverlay = {
  service: 'dynamodb',
  reason: 'a test',
  handles: () => true,
  handle: (request) => {
    const Replicas = [{ RegionName: 'us-east-1' }, { RegionName: 'eu-west-1' }];
    const answers: Record<string, object> = {
      ListTables: { TableNames: ['orders'] },
      DescribeTable: { Table: { TableArn: TABLE, Replicas } },
      ListTagsOfResource: { Tags: [{ Key: 'Team', Value: 'orders' }] },
    };
    return Promise.resolve(jsonResponse(request, answers[request.action] ?? {}));
  },
};

let bench: GatewayBench;
let documents: OverlayBench;
let fis: ServiceOverlay;

beforeEach(async () => {
  const [experiments, ...others] = faultInjection([dynamodb]);
  fis = experiments!;
  bench = await new GatewayBench((_seen, response) => response.end('{}'), [fis, ...others, dynamodb]).start();
  documents = new OverlayBench(() => ({}));
  await fis.start?.(hostOf(bench));
});

function hostOf({ faults, state }: GatewayBench): OverlayHost {
  return { ...documents.host(), faults, state: (scope) => state.view(scope), now: () => new Date() };
}

afterEach(async () => {
  await fis.stop?.();
  await bench.stop();
});

interface Answer {
  readonly experimentTemplate: { readonly id: string; readonly arn: string; readonly description: string };
  readonly experiment: {
    readonly id: string;
    readonly state: { readonly status: string; readonly reason: string };
    readonly actions: Readonly<Record<string, { readonly state: { readonly status: string } }>>;
  };
  readonly resolvedTargets: readonly object[];
  readonly tags: object;
  readonly message: string;
}

async function call(method: string, path: string, body?: object, account?: string): Promise<Answer> {
  const headers = { authorization: authorization('fis', 'us-east-1', account), 'content-type': 'application/json' };
  const response = await fetch(`${bench.endpoint}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Answer;
}

const ALARM = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:orders`;
const template = (target: object) => ({
  description: 'pause',
  roleArn: 'arn:aws:iam::123456789012:role/fis',
  stopConditions: [{ source: 'aws:cloudwatch:alarm', value: ALARM }],
  targets: { tables: { resourceType: 'aws:dynamodb:global-table', selectionMode: 'ALL', ...target } },
  actions: {
    pause: {
      actionId: 'aws:dynamodb:global-table-pause-replication',
      targets: { Tables: 'tables' },
      parameters: { duration: 'PT1H' },
    },
  },
  tags: { a: '1' },
});

async function start(target: object, account?: string): Promise<string> {
  const { experimentTemplate } = await call('POST', '/experimentTemplates', template(target), account);
  const body = { experimentTemplateId: experimentTemplate.id };
  const { experiment } = await call('POST', '/experiments', body, account);
  expect(experiment.state.status).toBe('pending');
  return experiment.id;
}

function reaches(id: string, status: string) {
  return waitFor(
    async () => ((await call('GET', `/experiments/${id}`)).experiment.state.status === status ? true : undefined),
    3_000,
  );
}

test('a table is found by its tags, and the links to its other replicas are paused until the experiment is stopped', async () => {
  const id = await start({ resourceTags: { Team: 'orders' } });
  expect(await reaches(id, 'running')).toBe(true);
  const paused = await waitFor(() => (bench.faults.list().links.length === 2 ? true : undefined));
  expect(paused).toBe(true);
  expect(bench.faults.link('us-east-1', 'eu-west-1')).toEqual({ from: 'us-east-1', to: 'eu-west-1', paused: true });
  expect((await call('GET', `/experiments/${id}/resolvedTargets`)).resolvedTargets).toEqual([
    { targetName: 'tables', resourceType: 'aws:dynamodb:global-table', targetInformation: { arn: TABLE } },
  ]);
  expect((await call('DELETE', `/experiments/${id}`)).experiment.state.status).toBe('stopping');
  expect(await reaches(id, 'stopped')).toBe(true);
  expect(await waitFor(() => (bench.faults.list().links.length === 0 ? true : undefined))).toBe(true);
});

test('an alarm that goes off stops it', async () => {
  const id = await start({ resourceArns: [TABLE] });
  expect(await reaches(id, 'running')).toBe(true);
  alarmStates(bench.state.view({ service: 'monitoring', account: ACCOUNT, region: 'us-east-1' })).update(
    (draft) => void (draft['orders'] = 'ALARM'),
  );
  expect(await reaches(id, 'stopped')).toBe(true);
  expect((await call('GET', `/experiments/${id}`)).experiment.state.reason).toBe(
    `Experiment halted by stop condition: ${ALARM}`,
  );
});

test('an alarm that is on already ends it before it has paused anything', async () => {
  alarmStates(bench.state.view({ service: 'monitoring', account: ACCOUNT, region: 'us-east-1' })).update(
    (draft) => void (draft['orders'] = 'ALARM'),
  );
  const paused = jest.fn();
  bench.faults.onChange(paused);
  const id = await start({ resourceArns: [TABLE] });
  expect(await reaches(id, 'stopped')).toBe(true);
  expect((await call('GET', `/experiments/${id}`)).experiment.actions['pause']?.state.status).toBe('cancelled');
  expect(paused).not.toHaveBeenCalled();
});

test('the call that started it starts nothing more', async () => {
  const { experimentTemplate } = await call('POST', '/experimentTemplates', template({ resourceArns: [TABLE] }));
  const body = { experimentTemplateId: experimentTemplate.id, clientToken: 'once' };
  const [first, again] = [await call('POST', '/experiments', body), await call('POST', '/experiments', body)];
  expect(again.experiment.id).toBe(first.experiment.id);
});

test.each([ACCOUNT, '210987654321'])(
  'an instance that was killed goes on with the experiment of account %s',
  async (account) => {
    const id = await start({ resourceArns: [TABLE] }, account);
    expect(await waitFor(() => bench.faults.list().links.length === 2 || undefined)).toBe(true);
    await fis.stop?.();
    const [next] = faultInjection([]);
    fis = next!;
    await fis.start?.(hostOf(bench));
    // The links of the killed instance are let go, and held again while the experiment goes on.
    expect(await waitFor(() => bench.faults.list().links.length === 2 || undefined)).toBe(true);
    await call('DELETE', `/experiments/${id}`, undefined, account);
    expect(await waitFor(() => bench.faults.list().links.length === 0 || undefined)).toBe(true);
  },
);

test('a target that is not there fails it', async () => {
  expect(await reaches(await start({ resourceTags: { Team: 'nobody' } }), 'failed')).toBe(true);
  expect(bench.faults.list().links).toEqual([]);
});

test('a template is changed, tagged and deleted', async () => {
  const { experimentTemplate: made } = await call('POST', '/experimentTemplates', template({ resourceArns: [TABLE] }));
  const path = `/experimentTemplates/${made.id}`;
  await call('PATCH', path, { description: 'other' });
  expect((await call('GET', path)).experimentTemplate).toMatchObject({
    description: 'other',
    tags: { a: '1' },
    experimentOptions: { emptyTargetResolutionMode: 'fail' },
  });
  await call('POST', `/tags/${encodeURIComponent(made.arn)}`, { tags: { b: '2' } });
  await call('DELETE', `/tags/${encodeURIComponent(made.arn)}?tagKeys=a`);
  expect((await call('GET', `/tags/${encodeURIComponent(made.arn)}`)).tags).toEqual({ b: '2' });
  await call('DELETE', path);
  expect((await call('GET', path)).message).toBe(`Experiment template ${made.id} not found.`);
});

test('fails when a template is wrong, naming all that is', async () => {
  const { message } = await call('POST', '/experimentTemplates', {
    description: '',
    roleArn: 'r',
    stopConditions: [],
    targets: { t: { resourceType: 'aws:ec2:subnet', selectionMode: 'SOME' } },
    actions: {
      a: { actionId: 'wait', parameters: { duration: 'long' }, targets: { X: 'gone' }, startAfter: ['a'] },
      b: { actionId: 'aws:fis:inject-api-throttle-error', parameters: { service: 'dynamodb', percentage: '0' } },
    },
  });
  expect(message).toBe(
    [
      'description is required',
      "at least one stop condition is required; its source can be 'none'",
      'target t names neither ARNs nor tags',
      "target t has the selection mode 'SOME'",
      "action a has the id 'wait'",
      "action a has the duration 'long'",
      'action a uses the target gone, which is not there',
      'action a starts after a, which is not there',
      "action b has the service 'dynamodb', which is none of ec2, kinesis",
      'action b names no operations',
      "action b has the percentage '0', which is not from 1 to 100",
    ].join('; '),
  );
});
