import { AwsError } from '../../overlay';
import type { ControlState, Recovery, RuleConfig, SafetyRule } from './model';

/** The states that routing controls are to get, by ARN. */
export type Wanted = ReadonlyMap<string, ControlState>;

/**
 * Refuses a change that a safety rule forbids. An assertion rule looks at its controls as they would be afterwards; a
 * gating rule lets its target controls change only while its gating controls allow it.
 * https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.safety-rules.html
 *
 * @param overridden - ARNs of rules that do not count this time
 * @param now - milliseconds since 1970
 * @throws AwsError ConflictException
 */
export function checkSafety(recovery: Recovery, wanted: Wanted, overridden: readonly string[], now: number): void {
  const changing = new Set(
    [...wanted].filter(([arn, state]) => recovery.controls[arn]?.State !== state).map(([arn]) => arn),
  );
  for (const rule of Object.values(recovery.rules)) {
    const guarded = rule.AssertedControls ?? rule.TargetControls ?? [];
    if (overridden.includes(rule.SafetyRuleArn) || !guarded.some((arn) => changing.has(arn))) continue;
    const problem = waiting(recovery, rule, guarded, now) ?? forbidden(recovery, rule, wanted);
    if (problem !== undefined)
      throw new AwsError(
        'ConflictException',
        `the safety rule ${rule.Name} (${rule.SafetyRuleArn}) forbids it: ${problem}`,
      );
  }
}

function waiting(
  { controls }: Recovery,
  { WaitPeriodMs }: SafetyRule,
  guarded: readonly string[],
  now: number,
): string | undefined {
  const last = Math.max(...guarded.map((arn) => controls[arn]?.changedAt ?? 0));
  const left = last + WaitPeriodMs - now;
  return left > 0 ? `${left} ms of its wait period of ${WaitPeriodMs} ms are left` : undefined;
}

function forbidden(recovery: Recovery, rule: SafetyRule, wanted: Wanted): string | undefined {
  const { AssertedControls, GatingControls = [], RuleConfig: config } = rule;
  const after = (arn: string) => (wanted.get(arn) ?? recovery.controls[arn]?.State) === 'On';
  if (AssertedControls !== undefined) {
    return holds(config, AssertedControls.map(after)) ? undefined : 'its asserted controls would not meet it';
  }
  const before = (arn: string) => recovery.controls[arn]?.State === 'On';
  return holds(config, GatingControls.map(before)) ? undefined : 'its gating controls do not permit changes';
}

/** Whether as many controls are on as the rule wants. */
export function holds({ Type, Threshold, Inverted }: RuleConfig, states: readonly boolean[]): boolean {
  const on = states.filter(Boolean).length;
  const needed = Type === 'AND' ? states.length : Type === 'OR' ? 1 : Threshold;
  return on >= needed !== Inverted;
}
