import { responseJson } from '../../src/gateway/aws-request';
import type { ServiceOverlay } from '../../src/gateway/overlay';
import type { RuleConfig } from '../../src/gateway/services/arc/model';
import { arcRecoveryConfiguration } from '../../src/gateway/services/arc/recovery-configuration';
import { arcRoutingControlStates } from '../../src/gateway/services/arc/routing-control-states';
import { holds } from '../../src/gateway/services/arc/safety-rules';
import { OverlayBench } from '../support/overlays';
import { awsRequest, jsonRequest } from '../support/requests';

let bench: OverlayBench;
beforeEach(() => (bench = new OverlayBench(() => ({}))));

async function run<T extends object>(overlay: ServiceOverlay, request: ReturnType<typeof awsRequest>): Promise<T> {
  expect(overlay.handles(request)).toBe(true);
  return responseJson<T>(await overlay.handle(request, bench.context(request)));
}

function config<T extends object>(method: string, path: string, body?: object, query = ''): Promise<T> {
  const headers = { host: '127.0.0.1:4566' };
  const sketch = { service: 'route53-recovery-control-config', region: 'us-west-2', method, path, query, headers };
  return run<T>(
    arcRecoveryConfiguration(),
    awsRequest({ ...sketch, body: body === undefined ? '' : JSON.stringify(body) }),
  );
}

function cluster<T extends object>(action: string, body: object, region = 'us-east-1'): Promise<T> {
  return run<T>(
    arcRoutingControlStates(),
    jsonRequest('route53-recovery-cluster', `ToggleCustomerAPI.${action}`, body, region),
  );
}

interface Made {
  readonly clusterArn: string;
  readonly panel: string;
  readonly controls: readonly [string, string];
}

async function make(): Promise<Made> {
  const { Cluster } = await config<{ Cluster: { ClusterArn: string } }>('POST', '/cluster', {
    ClusterName: 'c',
    Tags: { a: '1' },
  });
  const { ClusterArn: clusterArn } = Cluster;
  const { ControlPanel } = await config<{ ControlPanel: { ControlPanelArn: string } }>('POST', '/controlpanel', {
    ClusterArn: clusterArn,
    ControlPanelName: 'p',
  });
  const control = async (name: string) => {
    const body = { ClusterArn: clusterArn, ControlPanelArn: ControlPanel.ControlPanelArn, RoutingControlName: name };
    return (await config<{ RoutingControl: { RoutingControlArn: string } }>('POST', '/routingcontrol', body))
      .RoutingControl.RoutingControlArn;
  };
  return { clusterArn, panel: ControlPanel.ControlPanelArn, controls: [await control('a'), await control('b')] };
}

const path = (kind: string, arn: string) => `/${kind}/${encodeURIComponent(arn)}`;
const set = (states: Record<string, string>, SafetyRulesToOverride: string[] = []) =>
  cluster('UpdateRoutingControlStates', {
    UpdateRoutingControlStateEntries: Object.entries(states).map(([RoutingControlArn, RoutingControlState]) => ({
      RoutingControlArn,
      RoutingControlState,
    })),
    SafetyRulesToOverride,
  });
const stateOf = async (RoutingControlArn: string, region?: string) =>
  (await cluster<{ RoutingControlState: string }>('GetRoutingControlState', { RoutingControlArn }, region))
    .RoutingControlState;
const ATLEAST_ONE: RuleConfig = { Type: 'ATLEAST', Threshold: 1, Inverted: false };

async function assertOne({ panel, controls }: Made, WaitPeriodMs = 0): Promise<string> {
  const AssertionRule = {
    Name: 'one',
    ControlPanelArn: panel,
    AssertedControls: controls,
    RuleConfig: ATLEAST_ONE,
    WaitPeriodMs,
  };
  return (await config<{ AssertionRule: { SafetyRuleArn: string } }>('POST', '/safetyrule', { AssertionRule }))
    .AssertionRule.SafetyRuleArn;
}

test('a cluster has a default control panel and five endpoints, all of them the gateway', async () => {
  const { clusterArn } = await make();
  const { Cluster } = await config<{ Cluster: { ClusterEndpoints: { Endpoint: string; Region: string }[] } }>(
    'GET',
    path('cluster', clusterArn),
  );
  expect(Cluster.ClusterEndpoints.map(({ Endpoint }) => Endpoint)).toEqual(Array(5).fill('http://127.0.0.1:4566/'));
  const panels = await config<{ ControlPanels: object[] }>(
    'GET',
    '/controlpanels',
    undefined,
    `ClusterArn=${encodeURIComponent(clusterArn)}`,
  );
  expect(panels.ControlPanels).toMatchObject([
    { Name: 'DefaultControlPanel', DefaultControlPanel: true, RoutingControlCount: 0 },
    { Name: 'p', DefaultControlPanel: false, RoutingControlCount: 2 },
  ]);
});

test('a state is set through one endpoint and read through another', async () => {
  const { controls, panel } = await make();
  expect(await stateOf(controls[0])).toBe('Off');
  await cluster(
    'UpdateRoutingControlState',
    { RoutingControlArn: controls[0], RoutingControlState: 'On' },
    'eu-west-1',
  );
  expect(await stateOf(controls[0], 'ap-southeast-2')).toBe('On');
  expect(await cluster('ListRoutingControls', { ControlPanelArn: panel })).toMatchObject({
    RoutingControls: [
      { RoutingControlName: 'a', RoutingControlState: 'On', ControlPanelName: 'p' },
      { RoutingControlState: 'Off' },
    ],
  });
});

test('an assertion rule keeps one control on; a switch of both at once is permitted, and the rule can be overridden', async () => {
  const made = await make();
  const [a, b] = made.controls;
  const rule = await assertOne(made);
  await set({ [a]: 'On' });
  await expect(set({ [a]: 'Off' })).rejects.toMatchObject({ code: 'ConflictException' });
  await set({ [a]: 'Off', [b]: 'On' });
  await set({ [b]: 'Off' }, [rule]);
  expect([await stateOf(a), await stateOf(b)]).toEqual(['Off', 'Off']);
});

test('nothing changes when one of several entries is refused', async () => {
  const { controls } = await make();
  await expect(set({ [controls[0]]: 'On', 'arn:gone': 'On' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
  expect(await stateOf(controls[0])).toBe('Off');
});

test('a rule makes changes wait', async () => {
  const made = await make();
  const [a, b] = made.controls;
  await assertOne(made, 5000);
  await set({ [a]: 'On' });
  await expect(set({ [b]: 'On' })).rejects.toMatchObject({
    message: expect.stringContaining('5000 ms of its wait period of 5000 ms are left') as string,
  });
});

test('a gating rule lets its targets change only while its gate is on', async () => {
  const { panel, controls } = await make();
  const [gate, target] = controls;
  const GatingRule = {
    Name: 'g',
    ControlPanelArn: panel,
    GatingControls: [gate],
    TargetControls: [target],
    RuleConfig: ATLEAST_ONE,
    WaitPeriodMs: 0,
  };
  await config('POST', '/safetyrule', { GatingRule });
  await expect(set({ [target]: 'On' })).rejects.toMatchObject({ code: 'ConflictException' });
  await set({ [gate]: 'On' });
  await set({ [target]: 'On' });
  expect(await config('GET', `${path('controlpanel', panel)}/safetyrules`)).toMatchObject({
    SafetyRules: [{ GATING: { Name: 'g', Status: 'DEPLOYED' } }],
  });
});

test('what is in use is not deleted, and all can be deleted from the leaves', async () => {
  const made = await make();
  const { clusterArn, panel, controls } = made;
  const rule = await assertOne(made);
  for (const used of [path('cluster', clusterArn), path('controlpanel', panel), path('routingcontrol', controls[0])]) {
    await expect(config('DELETE', used)).rejects.toMatchObject({ code: 'ConflictException', status: 409 });
  }
  for (const leaf of [
    path('safetyrule', rule),
    ...controls.map((arn) => path('routingcontrol', arn)),
    path('controlpanel', panel),
    path('cluster', clusterArn),
  ])
    await config('DELETE', leaf);
  expect(await config('GET', '/controlpanels')).toEqual({ ControlPanels: [] });
});

test('names and waiting times are changed, tags are kept', async () => {
  const made = await make();
  const SafetyRuleArn = await assertOne(made);
  await config('PUT', '/safetyrule', { AssertionRuleUpdate: { SafetyRuleArn, Name: 'two', WaitPeriodMs: 1 } });
  expect(await config('GET', path('safetyrule', SafetyRuleArn))).toMatchObject({
    AssertionRule: { Name: 'two', WaitPeriodMs: 1 },
  });
  await config('PUT', '/routingcontrol', { RoutingControlArn: made.controls[0], RoutingControlName: 'z' });
  expect(await config('GET', path('routingcontrol', made.controls[0]))).toMatchObject({
    RoutingControl: { Name: 'z' },
  });
  await config('POST', path('tags', made.clusterArn), { Tags: { b: '2' } });
  await config('DELETE', path('tags', made.clusterArn), undefined, 'TagKeys=a');
  expect(await config('GET', path('tags', made.clusterArn))).toEqual({ Tags: { b: '2' } });
});

test.each([
  [{ Type: 'AND', Threshold: 0, Inverted: false }, [true, false], false],
  [{ Type: 'OR', Threshold: 0, Inverted: false }, [true, false], true],
  [{ Type: 'ATLEAST', Threshold: 2, Inverted: false }, [true, false], false],
  [{ Type: 'ATLEAST', Threshold: 2, Inverted: true }, [true, false], true],
] as const)('the rule %j of %j', (rule, states, met) => {
  expect(holds(rule, states)).toBe(met);
});
