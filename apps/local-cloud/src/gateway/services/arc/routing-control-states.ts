import { type AwsRequest, type AwsResponse, jsonBody } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';
import { type ControlState, type Recovery, type RoutingControl, controlsOf, find, recoveryOf } from './model';
import { checkSafety } from './safety-rules';

interface Entry {
  readonly RoutingControlArn?: string;
  readonly RoutingControlState?: string;
}

interface Input extends Entry {
  readonly ControlPanelArn?: string;
  readonly UpdateRoutingControlStateEntries?: readonly Entry[];
  readonly SafetyRulesToOverride?: readonly string[];
}

const ACTIONS = new Set([
  'GetRoutingControlState',
  'ListRoutingControls',
  'UpdateRoutingControlState',
  'UpdateRoutingControlStates',
]);

/**
 * The data plane of a cluster. A call is answered whichever of the five regions it is signed for, and fails only when
 * that one is dark.
 */
export function arcRoutingControlStates(): ServiceOverlay {
  return {
    service: 'route53-recovery-cluster',
    reason:
      'no emulator knows routing controls; the gateway keeps their states, under safety rules, for all five endpoints of a cluster.',
    handles: ({ action }) => ACTIONS.has(action),
    handle: (request, context) => Promise.resolve(answer(request, jsonBody<Input>(request), context)),
  };
}

function answer(request: AwsRequest, input: Input, context: OverlayContext): AwsResponse {
  const document = recoveryOf(context.state);
  const recovery = document.read();
  switch (request.action) {
    case 'GetRoutingControlState': {
      const { RoutingControlArn, State, Name } = find(recovery.controls, input.RoutingControlArn, 'routing control');
      return jsonResponse(request, { RoutingControlArn, RoutingControlState: State, RoutingControlName: Name });
    }
    case 'ListRoutingControls': {
      const panel = input.ControlPanelArn;
      if (panel !== undefined) find(recovery.panels, panel, 'control panel');
      const controls = panel === undefined ? Object.values(recovery.controls) : controlsOf(recovery, panel);
      return jsonResponse(request, { RoutingControls: controls.map((control) => listed(request, recovery, control)) });
    }
    default: {
      const entries =
        request.action === 'UpdateRoutingControlStates' ? (input.UpdateRoutingControlStateEntries ?? []) : [input];
      update(entries, input.SafetyRulesToOverride ?? [], context);
      return jsonResponse(request, {});
    }
  }
}

function listed(
  { account }: AwsRequest,
  { panels }: Recovery,
  { RoutingControlArn, ControlPanelArn, Name, State }: RoutingControl,
): object {
  return {
    ControlPanelArn,
    ControlPanelName: panels[ControlPanelArn]?.Name,
    RoutingControlArn,
    RoutingControlName: Name,
    RoutingControlState: State,
    Owner: account,
  };
}

/** All of the entries, or none of them. */
function update(entries: readonly Entry[], overridden: readonly string[], { state, now }: OverlayContext): void {
  if (entries.length === 0) throw new AwsError('ValidationException', 'no routing control is named');
  const at = now().getTime();
  recoveryOf(state).update((draft) => {
    const wanted = new Map(
      entries.map(({ RoutingControlArn, RoutingControlState }) => {
        const { RoutingControlArn: arn } = find(draft.controls, RoutingControlArn, 'routing control');
        return [arn, stateOf(RoutingControlState)] as const;
      }),
    );
    checkSafety(draft, wanted, overridden, at);
    for (const [arn, next] of wanted) {
      const control = find(draft.controls, arn, 'routing control');
      if (control.State !== next) draft.controls[arn] = { ...control, State: next, changedAt: at };
    }
  });
}

function stateOf(text: string | undefined): ControlState {
  if (text === 'On' || text === 'Off') return text;
  throw new AwsError('ValidationException', `RoutingControlState must be On or Off, got ${String(text)}`);
}
