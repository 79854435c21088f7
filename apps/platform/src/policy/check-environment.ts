import type { Environment } from '@active-active/region-matrix';
import { synthesiseTemplates } from '../synthesise-templates';
import type { StackTemplate } from '../terraform/stack-template';
import { checkStacks, rulesFor } from './check';
import type { CheckovReport } from './checkov';
import { plannedStack, type Violation } from './resources';

/** How an environment stands to the policies. */
export interface PolicyReport {
  readonly environment: string;
  readonly stacks: number;
  readonly resources: number;
  /** How many own policies there are. */
  readonly rules: number;
  readonly violations: readonly Violation[];
  /** Absent where checkov was not asked. */
  readonly checkov?: CheckovReport;
}

/** Synthesises an environment and checks all of it. */
export async function checkEnvironment(
  environment: Environment,
  checkov?: (templates: Readonly<Record<string, StackTemplate>>) => Promise<CheckovReport>,
): Promise<PolicyReport> {
  const { templates } = synthesiseTemplates(environment);
  const stacks = Object.entries(templates).map(([name, template]) => plannedStack(name, template));
  const rules = rulesFor(environment.deletionProtection);
  return {
    environment: environment.name,
    stacks: stacks.length,
    resources: stacks.reduce((sum, { resources }) => sum + resources.length, 0),
    rules: rules.length,
    violations: checkStacks(stacks, rules),
    ...(checkov && { checkov: await checkov(templates) }),
  };
}
