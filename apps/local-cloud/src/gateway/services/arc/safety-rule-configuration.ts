import { randomBytes } from 'node:crypto';
import { AwsError } from '../../overlay';
import type { Tags } from '../../tags';
import { type Recovery, type RuleConfig, type SafetyRule, find } from './model';

interface NewRule {
  readonly Name?: string;
  readonly ControlPanelArn?: string;
  readonly WaitPeriodMs?: number;
  readonly RuleConfig?: RuleConfig;
  readonly AssertedControls?: readonly string[];
  readonly GatingControls?: readonly string[];
  readonly TargetControls?: readonly string[];
}

interface RuleUpdate {
  readonly SafetyRuleArn?: string;
  readonly Name?: string;
  readonly WaitPeriodMs?: number;
}

export interface SafetyRuleInput {
  readonly AssertionRule?: NewRule;
  readonly GatingRule?: NewRule;
  readonly AssertionRuleUpdate?: RuleUpdate;
  readonly GatingRuleUpdate?: RuleUpdate;
  readonly Tags?: Tags;
}

/** A rule under the name of its kind. */
export interface RuleOutput {
  readonly AssertionRule?: object;
  readonly GatingRule?: object;
}

export function createSafetyRule(
  recovery: Recovery,
  { AssertionRule, GatingRule, Tags: tags = {} }: SafetyRuleInput,
  account: string,
): RuleOutput {
  const given = AssertionRule ?? GatingRule;
  if (given === undefined || (AssertionRule !== undefined && GatingRule !== undefined)) {
    throw invalid('exactly one of AssertionRule and GatingRule is needed');
  }
  const { Name, RuleConfig, WaitPeriodMs = 0, AssertedControls, GatingControls, TargetControls } = given;
  if (!Name || RuleConfig === undefined) throw invalid('Name and RuleConfig are required');
  const panel = find(recovery.panels, given.ControlPanelArn, 'control panel').ControlPanelArn;
  for (const arn of [AssertedControls, GatingControls, TargetControls].flatMap((list) => list ?? [])) {
    const control = find(recovery.controls, arn, 'routing control');
    if (control.ControlPanelArn !== panel)
      throw invalid(`the routing control ${arn} is not in the control panel ${panel}`);
  }
  const kind =
    AssertionRule === undefined
      ? { GatingControls: GatingControls ?? [], TargetControls: TargetControls ?? [] }
      : { AssertedControls: AssertedControls ?? [] };
  if (Object.values(kind).some((list) => list.length === 0))
    throw invalid(`${Object.keys(kind).join(' and ')} must not be empty`);
  const SafetyRuleArn = `${panel}/safetyrule/${randomBytes(8).toString('hex')}`;
  const rule: SafetyRule = { SafetyRuleArn, ControlPanelArn: panel, Name, RuleConfig, WaitPeriodMs, ...kind };
  recovery.rules[SafetyRuleArn] = rule;
  recovery.tags[SafetyRuleArn] = tags;
  return ruleOutput(rule, account);
}

export function updateSafetyRule(
  recovery: Recovery,
  { AssertionRuleUpdate, GatingRuleUpdate }: SafetyRuleInput,
  account: string,
): RuleOutput {
  const change = AssertionRuleUpdate ?? GatingRuleUpdate;
  const rule = find(recovery.rules, change?.SafetyRuleArn, 'safety rule');
  const next = { ...rule, Name: change?.Name ?? rule.Name, WaitPeriodMs: change?.WaitPeriodMs ?? rule.WaitPeriodMs };
  recovery.rules[rule.SafetyRuleArn] = next;
  return ruleOutput(next, account);
}

export function ruleOutput(rule: SafetyRule, account: string): RuleOutput {
  const view = { ...rule, Status: 'DEPLOYED', Owner: account };
  return rule.AssertedControls === undefined ? { GatingRule: view } : { AssertionRule: view };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
