import type { StackSummary } from '../synthesise';
import type { Counts } from './counts';
import type { Failure, Remedies } from './explain-failure';
import type { ProviderCache } from './initialisation';
import type { Interruption } from './interruption';
import type { Outputs } from './terraform-events';

export type Action = 'plan' | 'apply' | 'destroy';

/** `changed` is a plan's finding, `applied` and `destroyed` are what an apply and a destroy have done. */
export type StackStatus = 'unchanged' | 'changed' | 'applied' | 'destroyed' | 'failed' | 'interrupted' | 'not started';

export interface StackResult extends Counts {
  readonly name: string;
  readonly region: string;
  readonly status: StackStatus;
  readonly seconds: number;
  readonly outputs: Outputs;
  readonly failure?: Failure & { readonly lastLines: readonly string[]; readonly log: string };
}

/** What a stack is busy with. */
export type Phase = 'wait' | 'init' | 'plan' | 'apply' | 'destroy';

export interface StackProgress {
  readonly phase: Phase;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

export interface StackRun {
  readonly stack: StackSummary;
  readonly action: Action;
  /** Folder that cdktf synthesised to. */
  readonly output: string;
  /** Folder of the environment's logs and records. */
  readonly state: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly cache?: ProviderCache | undefined;
  readonly interruption?: Interruption | undefined;
  /** After this time Terraform is interrupted, as by the user. */
  readonly timeoutMinutes?: number | undefined;
  readonly remedies?: Remedies | undefined;
  readonly stopWithinSeconds?: number | undefined;
  /** Whether to take over what exists and is not in the state; otherwise that is a failure. */
  readonly adopts?: boolean | undefined;
  /** Whether the provider is checked when a stack is initialised, and not again at each command. */
  readonly trustsProviders?: boolean | undefined;
  readonly onProgress: (progress: StackProgress) => void;
}
