import { type PlannedStack, type Rule, type Violation } from './resources';
import { deletionProtection, retention } from './rules/durability';
import { openPorts, publicAccess } from './rules/exposure';
import { iamWildcards } from './rules/iam-wildcards';
import { keyPolicies, ownKeys } from './rules/key-policies';

/** Rules for every environment. */
const ALWAYS: readonly Rule[] = [iamWildcards, keyPolicies, ownKeys, publicAccess, openPorts, retention];

/** @param protects - whether the environment is one that must not be deleted by a mistake */
export function rulesFor(protects: boolean): readonly Rule[] {
  return protects ? [...ALWAYS, deletionProtection] : ALWAYS;
}

/** What breaks the rules, in the order of the stacks. */
export function checkStacks(stacks: readonly PlannedStack[], rules: readonly Rule[]): readonly Violation[] {
  return stacks.flatMap((stack) =>
    rules.flatMap((rule) => rule.check(stack).map((violation) => ({ rule: rule.name, ...violation }))),
  );
}
