import { AwsError } from '../../overlay';
import type { StateView } from '../../state-store';
import type { Tags } from '../../tags';

export interface Cluster {
  readonly ClusterArn: string;
  readonly Name: string;
  readonly NetworkType: string;
}

export interface ControlPanel {
  readonly ControlPanelArn: string;
  readonly ClusterArn: string;
  readonly Name: string;
  readonly DefaultControlPanel: boolean;
}

export type ControlState = 'On' | 'Off';

export interface RoutingControl {
  readonly RoutingControlArn: string;
  readonly ControlPanelArn: string;
  readonly Name: string;
  readonly State: ControlState;
  /** Milliseconds since 1970; when the state was last set, for the rules' waiting time. */
  readonly changedAt: number;
}

export interface RuleConfig {
  readonly Inverted: boolean;
  readonly Threshold: number;
  readonly Type: 'ATLEAST' | 'AND' | 'OR';
}

export interface SafetyRule {
  readonly SafetyRuleArn: string;
  readonly ControlPanelArn: string;
  readonly Name: string;
  readonly WaitPeriodMs: number;
  readonly RuleConfig: RuleConfig;
  /** An assertion rule has these, … */
  readonly AssertedControls?: readonly string[];
  /** … a gating rule these. */
  readonly GatingControls?: readonly string[];
  readonly TargetControls?: readonly string[];
}

/** All that an account has. Everything by ARN. */
export interface Recovery {
  readonly clusters: Record<string, Cluster>;
  readonly panels: Record<string, ControlPanel>;
  readonly controls: Record<string, RoutingControl>;
  readonly rules: Record<string, SafetyRule>;
  readonly tags: Record<string, Tags>;
}

/**
 * The account's routing controls. The configuration is a service of us-west-2; the states are held by the cluster in
 * five regions, and the loss of one must not take them along: so the document belongs to no region.
 */
export function recoveryOf(state: StateView) {
  const empty: Recovery = { clusters: {}, panels: {}, controls: {}, rules: {}, tags: {} };
  return state
    .at({ region: 'global', service: 'route53-recovery-control-config' })
    .document<Recovery>('recovery', empty);
}

/** @throws AwsError ResourceNotFoundException */
export function find<T>(all: Record<string, T>, arn: string | undefined, what: string): T {
  const found = arn === undefined ? undefined : all[arn];
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `${what} ${arn ?? ''} was not found`, 404);
  return found;
}

export function controlsOf({ controls }: Recovery, panel: string): RoutingControl[] {
  return Object.values(controls).filter(({ ControlPanelArn }) => ControlPanelArn === panel);
}
