import { availableParallelism } from 'node:os';
import type { StackSummary } from '../synthesise';
import { expectedSeconds } from './expected-seconds';
import type { Remedies } from './explain-failure';
import type { ProviderCache } from './initialisation';
import type { Interruption } from './interruption';
import { runStack } from './run-stack';
import { runInOrder } from './schedule';
import { orderOf } from './select-stacks';
import type { Action, StackProgress, StackResult } from './stack-run';

/** Memory of one Terraform with one provider process, in bytes; a plan of a stack takes about 630 MB. */
const MEMORY_OF_A_STACK = 700 * 1024 * 1024;

/** Stacks that are applied at a time for each core: past their plan they mostly wait for AWS. */
const APPLIED_FOR_EACH_CORE = 4;

/** Follows a run, for people. */
export interface RunObserver {
  started(stack: StackSummary): void;
  progress(stack: StackSummary, progress: StackProgress): void;
  finished(result: StackResult): void;
}

export interface RunStacksProps {
  readonly action: Action;
  /** Stacks to run. */
  readonly stacks: readonly StackSummary[];
  /** All stacks of the environment: those left out still order the others. */
  readonly all: readonly StackSummary[];
  /** Folder that cdktf synthesised to. */
  readonly output: string;
  /** Folder of the environment's logs and records. */
  readonly state: string;
  /** Terraform's. */
  readonly environment: NodeJS.ProcessEnv;
  readonly cache?: ProviderCache | undefined;
  readonly interruption?: Interruption | undefined;
  /** @default - see {@link defaultParallel} */
  readonly parallel?: number | undefined;
  readonly observer: RunObserver;
  /**
   * How long a stack may take, once its turn has come; then Terraform is interrupted, as by the user.
   * @default - as long as it takes
   */
  readonly timeoutMinutes?: number | undefined;
  readonly remedies?: Remedies | undefined;
  /**
   * Whether to take over what exists and is not in the state.
   * @default false - that is a failure
   */
  readonly adopts?: boolean | undefined;
  /**
   * Whether the provider's checksums are left out once it has been installed.
   * @default false - Terraform checks them at each command
   */
  readonly trustsProviders?: boolean | undefined;
  /** @default 60 */
  readonly stopWithinSeconds?: number | undefined;
}

/**
 * Stacks at a time, if the user does not say. A plan keeps a core busy; an apply or a destroy does so only at its
 * beginning, and then waits.
 */
export function defaultParallel(
  action: Action,
  machine = { cores: availableParallelism(), freeBytes: process.availableMemory() },
): number {
  const byCores = machine.cores * (action === 'plan' ? 1 : APPLIED_FOR_EACH_CORE);
  return Math.max(1, Math.min(byCores, Math.floor(machine.freeBytes / MEMORY_OF_A_STACK)));
}

/**
 * Plans, applies or destroys stacks along their graph. A plan reads what has been applied and nothing of the other plans,
 * so plans have no order. What depends on a failed stack is not started; whatever was applied is kept.
 *
 * @returns a result for every stack, in the given order
 */
export async function runStacks(props: RunStacksProps): Promise<readonly StackResult[]> {
  const { action, stacks, all, interruption, observer } = props;
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const order = action === 'plan' ? undefined : orderOf(stacks, all, action === 'destroy');
  const results = new Map<string, StackResult>();
  await runInOrder(
    stacks.map(({ name, resources, resourceTypes }) => ({
      name,
      dependencies: order?.get(name) ?? [],
      // A plan reads each resource; a change mostly waits.
      weight: action === 'plan' ? 1 + resources : expectedSeconds(resourceTypes),
    })),
    {
      parallel: props.parallel ?? defaultParallel(action),
      beginning: props.parallel ?? availableParallelism(),
      // A failed change is looked at before anything else changes; a plan changes nothing.
      stopOnFailure: action !== 'plan',
      ...(interruption && { signal: interruption.soft }),
      run: async (name, begun) => {
        const stack = byName.get(name)!;
        observer.started(stack);
        const result = await runStack({
          ...props,
          stack,
          onProgress: (progress) => {
            if (progress.phase === 'apply' || progress.phase === 'destroy') begun();
            observer.progress(stack, progress);
          },
        });
        results.set(name, result);
        observer.finished(result);
        return result.failure === undefined && result.status !== 'interrupted';
      },
    },
  );
  return stacks.map((stack) => results.get(stack.name) ?? notStarted(stack));
}

function notStarted({ name, region }: StackSummary): StackResult {
  return { name, region, status: 'not started', add: 0, change: 0, destroy: 0, seconds: 0, outputs: {} };
}
