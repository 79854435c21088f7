import { randomBytes, randomUUID } from 'node:crypto';
import { type AwsRequest, jsonBody } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';
import { type Tags, arnOfTagPath, changedTags } from '../../tags';
import {
  type Cluster,
  type ControlPanel,
  type Recovery,
  type RoutingControl,
  controlsOf,
  find,
  recoveryOf,
} from './model';
import { createSafetyRule, ruleOutput, updateSafetyRule, type SafetyRuleInput } from './safety-rule-configuration';
import { clusterView, controlView, panelView } from './views';

interface Input extends SafetyRuleInput {
  readonly ClusterName?: string;
  readonly NetworkType?: string;
  readonly ClusterArn?: string;
  readonly ControlPanelArn?: string;
  readonly ControlPanelName?: string;
  readonly RoutingControlArn?: string;
  readonly RoutingControlName?: string;
  readonly Tags?: Tags;
}

interface Call {
  readonly request: AwsRequest;
  readonly input: Input;
  /** The resource that the path names. */
  readonly arn: string;
  /** A copy that is kept when the action succeeds. */
  readonly recovery: Recovery;
}

const DEFAULT_PANEL = 'DefaultControlPanel';

const ACTIONS: Readonly<Record<string, (call: Call) => object>> = {
  CreateCluster: createCluster,
  DescribeCluster: (call) => ({ Cluster: clusterView(call, find(call.recovery.clusters, call.arn, 'cluster')) }),
  ListClusters: (call) => ({
    Clusters: Object.values(call.recovery.clusters).map((cluster) => clusterView(call, cluster)),
  }),
  UpdateCluster: updateCluster,
  DeleteCluster: deleteCluster,
  CreateControlPanel: createControlPanel,
  DescribeControlPanel: (call) => ({
    ControlPanel: panelView(call, find(call.recovery.panels, call.arn, 'control panel')),
  }),
  ListControlPanels: listControlPanels,
  UpdateControlPanel: updateControlPanel,
  DeleteControlPanel: deleteControlPanel,
  CreateRoutingControl: createRoutingControl,
  DescribeRoutingControl: (call) => ({
    RoutingControl: controlView(call, find(call.recovery.controls, call.arn, 'routing control')),
  }),
  ListRoutingControls: (call) => ({
    RoutingControls: controlsOf(call.recovery, call.arn).map((control) => controlView(call, control)),
  }),
  UpdateRoutingControl: updateRoutingControl,
  DeleteRoutingControl: deleteRoutingControl,
  CreateSafetyRule: ({ request, input, recovery }) => createSafetyRule(recovery, input, request.account),
  DescribeSafetyRule: ({ request, arn, recovery }) =>
    ruleOutput(find(recovery.rules, arn, 'safety rule'), request.account),
  ListSafetyRules: listSafetyRules,
  UpdateSafetyRule: ({ request, input, recovery }) => updateSafetyRule(recovery, input, request.account),
  DeleteSafetyRule: ({ arn, recovery }) =>
    remove(recovery, recovery.rules, find(recovery.rules, arn, 'safety rule').SafetyRuleArn),
  ListTagsForResource: ({ request, recovery }) => ({
    Tags: find(recovery.tags, arnOfTagPath(request.path), 'resource'),
  }),
  TagResource: changeTags,
  UntagResource: changeTags,
};

export function arcRecoveryConfiguration(): ServiceOverlay {
  return {
    service: 'route53-recovery-control-config',
    reason: 'no emulator knows clusters, control panels, routing controls and safety rules; the gateway keeps them.',
    handles: ({ action }) => Object.hasOwn(ACTIONS, action),
    handle: (request, context) => Promise.resolve(jsonResponse(request, run(request, context))),
  };
}

function run(request: AwsRequest, { state }: OverlayContext): object {
  const arn = decodeURIComponent(request.path.split('/')[2] ?? '');
  const input = request.action.includes('Tag') ? {} : jsonBody<Input>(request);
  const document = recoveryOf(state);
  const act = (recovery: Recovery) => ACTIONS[request.action]?.({ request, input, arn, recovery }) ?? {};
  return request.method === 'GET' ? act(document.read()) : document.update(act);
}

function createCluster(call: Call): object {
  const { ClusterName: Name, NetworkType = 'IPV4', Tags: tags = {} } = call.input;
  if (!Name) throw invalid('ClusterName');
  if (Object.values(call.recovery.clusters).some((cluster) => cluster.Name === Name))
    throw conflict(`there is a cluster named ${Name}`);
  const cluster: Cluster = { ClusterArn: arnOf(call, `cluster/${randomUUID()}`), Name, NetworkType };
  call.recovery.clusters[cluster.ClusterArn] = cluster;
  call.recovery.tags[cluster.ClusterArn] = tags;
  addPanel(call, cluster.ClusterArn, DEFAULT_PANEL, true, {});
  return { Cluster: clusterView(call, cluster) };
}

function updateCluster(call: Call): object {
  const cluster = find(call.recovery.clusters, call.input.ClusterArn, 'cluster');
  const next = { ...cluster, NetworkType: call.input.NetworkType ?? cluster.NetworkType };
  call.recovery.clusters[cluster.ClusterArn] = next;
  return { Cluster: clusterView(call, next) };
}

function deleteCluster({ arn, recovery }: Call): object {
  find(recovery.clusters, arn, 'cluster');
  const panels = Object.values(recovery.panels).filter(({ ClusterArn }) => ClusterArn === arn);
  const inUse = panels.some(
    (panel) => !panel.DefaultControlPanel || controlsOf(recovery, panel.ControlPanelArn).length > 0,
  );
  if (inUse) throw conflict('the cluster has control panels or routing controls; delete them first');
  for (const { ControlPanelArn } of panels) remove(recovery, recovery.panels, ControlPanelArn);
  return remove(recovery, recovery.clusters, arn);
}

function createControlPanel(call: Call): object {
  const { ClusterArn, ControlPanelName: Name, Tags: tags = {} } = call.input;
  if (!Name) throw invalid('ControlPanelName');
  find(call.recovery.clusters, ClusterArn, 'cluster');
  const siblings = Object.values(call.recovery.panels).filter((panel) => panel.ClusterArn === ClusterArn);
  if (siblings.some((panel) => panel.Name === Name)) throw conflict(`the cluster has a control panel named ${Name}`);
  return { ControlPanel: panelView(call, addPanel(call, ClusterArn ?? '', Name, false, tags)) };
}

function addPanel(call: Call, ClusterArn: string, Name: string, isDefault: boolean, tags: Tags): ControlPanel {
  const ControlPanelArn = arnOf(call, `controlpanel/${randomBytes(16).toString('hex')}`);
  call.recovery.tags[ControlPanelArn] = tags;
  return (call.recovery.panels[ControlPanelArn] = {
    ControlPanelArn,
    ClusterArn,
    Name,
    DefaultControlPanel: isDefault,
  });
}

function listControlPanels(call: Call): object {
  const cluster = call.request.query.get('ClusterArn');
  const panels = Object.values(call.recovery.panels).filter(
    ({ ClusterArn }) => cluster === null || ClusterArn === cluster,
  );
  return { ControlPanels: panels.map((panel) => panelView(call, panel)) };
}

function updateControlPanel(call: Call): object {
  const panel = find(call.recovery.panels, call.input.ControlPanelArn, 'control panel');
  const next = { ...panel, Name: call.input.ControlPanelName ?? panel.Name };
  call.recovery.panels[panel.ControlPanelArn] = next;
  return { ControlPanel: panelView(call, next) };
}

function deleteControlPanel({ arn, recovery }: Call): object {
  const panel = find(recovery.panels, arn, 'control panel');
  if (panel.DefaultControlPanel) throw conflict('the default control panel goes with its cluster');
  if (controlsOf(recovery, arn).length > 0) throw conflict('the control panel has routing controls; delete them first');
  for (const rule of Object.values(recovery.rules))
    if (rule.ControlPanelArn === arn) remove(recovery, recovery.rules, rule.SafetyRuleArn);
  return remove(recovery, recovery.panels, arn);
}

function createRoutingControl(call: Call): object {
  const { ClusterArn, ControlPanelArn, RoutingControlName: Name } = call.input;
  if (!Name) throw invalid('RoutingControlName');
  find(call.recovery.clusters, ClusterArn, 'cluster');
  const ofCluster = Object.values(call.recovery.panels).filter((panel) => panel.ClusterArn === ClusterArn);
  const panel = ofCluster.find((one) =>
    ControlPanelArn === undefined ? one.DefaultControlPanel : one.ControlPanelArn === ControlPanelArn,
  );
  if (panel === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `control panel ${String(ControlPanelArn)} was not found in the cluster`,
      404,
    );
  if (controlsOf(call.recovery, panel.ControlPanelArn).some((one) => one.Name === Name))
    throw conflict(`the control panel has a routing control named ${Name}`);
  const RoutingControlArn = `${panel.ControlPanelArn}/routingcontrol/${randomBytes(8).toString('hex')}`;
  const control: RoutingControl = {
    RoutingControlArn,
    ControlPanelArn: panel.ControlPanelArn,
    Name,
    State: 'Off',
    changedAt: 0,
  };
  call.recovery.controls[RoutingControlArn] = control;
  return { RoutingControl: controlView(call, control) };
}

function updateRoutingControl(call: Call): object {
  const control = find(call.recovery.controls, call.input.RoutingControlArn, 'routing control');
  const next = { ...control, Name: call.input.RoutingControlName ?? control.Name };
  call.recovery.controls[control.RoutingControlArn] = next;
  return { RoutingControl: controlView(call, next) };
}

function deleteRoutingControl({ arn, recovery }: Call): object {
  find(recovery.controls, arn, 'routing control');
  const rule = Object.values(recovery.rules).find(
    ({ AssertedControls = [], GatingControls = [], TargetControls = [] }) =>
      [...AssertedControls, ...GatingControls, ...TargetControls].includes(arn),
  );
  if (rule !== undefined) throw conflict(`the safety rule ${rule.Name} uses the routing control; delete it first`);
  return remove(recovery, recovery.controls, arn);
}

function listSafetyRules({ request, arn, recovery }: Call): object {
  const rules = Object.values(recovery.rules).filter(({ ControlPanelArn }) => ControlPanelArn === arn);
  const views = rules.map((rule) => ruleOutput(rule, request.account));
  return { SafetyRules: views.map(({ AssertionRule: ASSERTION, GatingRule: GATING }) => ({ ASSERTION, GATING })) };
}

function changeTags({ request, recovery }: Call): object {
  const arn = arnOfTagPath(request.path);
  recovery.tags[arn] = changedTags(request, find(recovery.tags, arn, 'resource'), 'Tags');
  return {};
}

function remove(recovery: Recovery, all: Record<string, unknown>, arn: string): object {
  delete all[arn];
  delete recovery.tags[arn];
  return {};
}

/** The service is global: its ARNs name no region. */
function arnOf({ request }: Call, resource: string): string {
  return `arn:aws:route53-recovery-control::${request.account}:${resource}`;
}

function invalid(name: string): AwsError {
  return new AwsError('ValidationException', `${name} is required`);
}

function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, 409);
}
