import fc from 'fast-check';
import { type Violation, type ViolationKind } from './history';
import { type Plan, type PlanBounds, plans } from './plans';
import { runOf, type Strategy } from './strategies';
import { type Run } from './world';

/** Schedules that a proof draws. */
export const SCHEDULES = Number(process.env['WRITE_CONFLICT_SCHEDULES'] ?? 2_000);

export interface Search {
  readonly strategy: Strategy;
  readonly bounds: Omit<PlanBounds, 'regions'>;
  /** @default SCHEDULES */
  readonly schedules?: number;
  /** @default - one that fast-check draws, and that is printed with what is found */
  readonly seed?: number;
  /** Violations that count. @default - all */
  readonly only?: readonly ViolationKind[];
  /** Violations that do not count. @default - none */
  readonly except?: readonly ViolationKind[];
}

/**
 * Runs schedules of a strategy. What it finds is shrunk.
 *
 * @param onRun - sees every run
 * @throws Error with the steps of the smallest schedule that violates a guarantee, if there is one
 */
export async function prove(search: Search, onRun: (run: Run) => void = () => undefined): Promise<void> {
  const { failed, seed, counterexample } = await check(search, onRun);
  if (failed)
    throw new Error(`a schedule violates a guarantee (seed ${seed}):\n${await textOf(search, counterexample)}`);
}

/**
 * The smallest schedule that violates a guarantee: its steps, numbered, and what it violates.
 *
 * @throws Error when none does
 */
export async function counterexample(search: Search & { readonly seed: number }): Promise<string> {
  const { failed, counterexample } = await check(search, () => undefined);
  if (!failed) throw new Error(`no schedule violates a guarantee`);
  return textOf(search, counterexample);
}

/** What the first schedule violates that violates anything. It is not shrunk. */
export async function firstViolations(search: Search): Promise<readonly ViolationKind[]> {
  let found: readonly Violation[] = [];
  await check(search, (run) => (found = counted(search, run)), { endOnFailure: true });
  return [...new Set(found.map(({ kind }) => kind))];
}

function check(
  search: Search,
  onRun: (run: Run) => void,
  parameters: fc.Parameters<[Plan]> = {},
): Promise<fc.RunDetails<[Plan]>> {
  const { strategy, bounds, schedules = SCHEDULES, seed } = search;
  const property = fc.asyncProperty(plans({ regions: strategy.props.regions, ...bounds }), async (plan) => {
    const run = await runOf(strategy, plan);
    onRun(run);
    return counted(search, run).length === 0;
  });
  return fc.check(property, { ...parameters, numRuns: schedules, ...(seed !== undefined && { seed }) });
}

/** Runs it once more: one that threw throws again. */
async function textOf(search: Search, failing: [Plan] | null): Promise<string> {
  if (failing === null) throw new Error('the search gives no schedule');
  const run = await runOf(search.strategy, failing[0]);
  const steps = run.trace.map((line, i) => `${i + 1}. ${line}`);
  return [...steps, ...counted(search, run).map(({ message }) => `=> ${message}`)].join('\n');
}

function counted({ only, except = [] }: Search, { violations }: Run): readonly Violation[] {
  return violations.filter(({ kind }) => (only?.includes(kind) ?? true) && !except.includes(kind));
}
