import { join } from 'node:path';
import type { StackSummary } from '../synthesise';
import type { Adopter } from './adopt';
import { existing, explainFailure, type Failure, isVoid, lockFailure, lockIn } from './explain-failure';
import { asksForInit, forgetInitialised, initArguments, noteInitialised, type ProviderCache } from './initialisation';
import type { Interruption } from './interruption';
import { StackLog } from './stack-log';
import { hasLocalState, readTemplate } from './stack-template';
import { type Counts, type Outputs, sumOf, TerraformEvents } from './terraform-events';
import { runTerraform, settleEarlier, type TerraformEnd, type TerraformRecord } from './terraform-process';

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
  /** Command that begins anew, for hints. */
  readonly startOver?: string | undefined;
  readonly stopWithinSeconds?: number | undefined;
  /** Takes over what exists and is not in the state; without it that is a failure. */
  readonly adopt?: Adopter | undefined;
  readonly onProgress: (progress: StackProgress) => void;
}

/** How often a stack is tried again after something was set right. */
const MOST_REPAIRS = 5;

const NOTHING: Counts = { add: 0, change: 0, destroy: 0 };

const ARGUMENTS: Readonly<Record<Action, readonly string[]>> = {
  plan: ['plan', '-json', '-input=false', '-detailed-exitcode'],
  apply: ['apply', '-json', '-input=false', '-auto-approve'],
  destroy: ['destroy', '-json', '-input=false', '-auto-approve'],
};

/** Initialises a stack where that is needed, and plans, applies or destroys it. Failures are told, not thrown. */
export async function runStack(run: StackRun): Promise<StackResult> {
  return new StackRunner(run).run();
}

interface Finished extends TerraformEnd {
  readonly events: TerraformEvents;
}

class StackRunner {
  private readonly started = performance.now();
  private readonly directory: string;
  private readonly recordFile: string;
  private readonly log: StackLog;
  private killed: TerraformRecord | undefined;
  /** By all tries. */
  private made = NOTHING;

  constructor(private readonly props: StackRun) {
    const { stack, output, state } = props;
    this.directory = join(output, 'stacks', stack.name);
    this.recordFile = join(state, 'running', `${stack.name}.json`);
    this.log = new StackLog(join(state, 'logs', `${stack.name}.log`));
  }

  async run(): Promise<StackResult> {
    const { action, interruption } = this.props;
    this.killed = await settleEarlier(
      this.recordFile,
      ({ pid }) => {
        this.log.write(`waiting for process ${pid}: a Terraform of an earlier run still works on this stack`);
        this.report('wait');
      },
      interruption?.soft,
    );
    if (interruption?.soft.aborted) return this.result('interrupted');
    // Terraform would start the provider only to find nothing.
    if (action === 'destroy' && hasLocalState(readTemplate(this.directory), this.directory) === false) {
      return this.result('unchanged');
    }
    return (await this.initialise()) ?? (await this.act());
  }

  /** @returns the result when it failed */
  private async initialise(): Promise<StackResult | undefined> {
    const args = initArguments(this.directory);
    if (args === undefined) return undefined;
    this.report('init');
    let finished: Finished | undefined;
    const init = async () => {
      finished = await this.terraform(args);
      return finished.exitCode === 0;
    };
    const succeeded = await (this.props.cache?.initialise(this.directory, init) ?? init());
    if (!succeeded || finished === undefined) return this.failed(finished);
    noteInitialised(this.directory);
    return undefined;
  }

  private async act(): Promise<StackResult> {
    const { action, interruption } = this.props;
    for (let repairs = 0; ; repairs += 1) {
      this.report('plan');
      const finished = await this.terraform(ARGUMENTS[action], (events) => this.reportOn(events));
      const { exitCode, events } = finished;
      this.made = plus(this.made, events.made);
      if (exitCode === 0 || (action === 'plan' && exitCode === 2)) return this.succeeded(exitCode, events);
      const stop = repairs === MOST_REPAIRS || interruption?.soft.aborted;
      if (stop || !(await this.repair(finished))) return this.failed(finished);
    }
  }

  /** Whether what has failed has now been set right: it was no fault of the stack, but of a run before. */
  private async repair({ events: { errors } }: Finished): Promise<boolean> {
    if (errors.some(({ summary }) => asksForInit(summary))) {
      forgetInitialised(this.directory);
      return (await this.initialise()) === undefined;
    }
    const lock = lockIn(errors);
    if (lock !== undefined) {
      if (this.killed === undefined || !isVoid(lock, this.killed.startedAt)) return false;
      this.log.write(`the lock ${lock.id} is of process ${this.killed.pid}, which was killed; removing it`);
      return (await this.terraform(['force-unlock', '-force', lock.id])).exitCode === 0;
    }
    return this.takeOver(existing(errors));
  }

  private async takeOver(addresses: readonly string[]): Promise<boolean> {
    const { adopt, action } = this.props;
    if (adopt === undefined || action !== 'apply') return false;
    let taken = false;
    for (const address of addresses) {
      const id = await adopt(readTemplate(this.directory), address);
      if (id === undefined) continue;
      this.log.write(
        `${address} exists and is not in the state: a run before was stopped while it made it; importing it`,
      );
      const { exitCode } = await this.terraform(['import', '-input=false', '-no-color', address, id]);
      taken ||= exitCode === 0;
    }
    return taken;
  }

  private async terraform(args: readonly string[], onChange?: (events: TerraformEvents) => void): Promise<Finished> {
    const { stack, state, environment, interruption, stopWithinSeconds } = this.props;
    this.log.heading(`terraform ${args.join(' ')}`);
    const events: TerraformEvents = new TerraformEvents(
      (text) => this.log.write(text),
      () => onChange?.(events),
    );
    const end = await runTerraform({
      directory: this.directory,
      args,
      environment,
      outputFile: join(state, 'logs', `${stack.name}.jsonl`),
      recordFile: this.recordFile,
      onOutput: (text) => events.feed(text),
      ...(interruption && { interruption }),
      ...(stopWithinSeconds === undefined ? {} : { stopWithinSeconds }),
    });
    events.end();
    return { ...end, events };
  }

  private report(phase: Phase, done = 0, total = 0): void {
    this.props.onProgress({ phase, done, total });
  }

  private reportOn(events: TerraformEvents): void {
    const { action, stack } = this.props;
    if (events.planned === undefined || action === 'plan') this.report('plan', events.resourcesRead, stack.resources);
    else this.report(action, sumOf(events.made), sumOf(events.planned));
  }

  private succeeded(exitCode: number, events: TerraformEvents): StackResult {
    const { action } = this.props;
    const isPlan = action === 'plan';
    const counts = isPlan ? (events.planned ?? NOTHING) : this.made;
    const didSomething = isPlan ? exitCode === 2 : sumOf(counts) > 0;
    const done = isPlan ? 'changed' : action === 'apply' ? 'applied' : 'destroyed';
    return this.result(didSomething ? done : 'unchanged', counts, isPlan ? {} : events.outputs);
  }

  private failed(finished: Finished | undefined): StackResult {
    const { interruption, startOver } = this.props;
    const { events } = finished ?? {};
    if (interruption?.soft.aborted) return this.result('interrupted', this.made);
    const lock = lockIn(events?.errors ?? []);
    const failure: Failure = (lock && lockFailure(lock, this.directory)) ??
      explainFailure(events?.errors ?? [], events?.failedResources ?? [], readTemplate(this.directory), startOver) ?? {
        error: finished?.killedBy
          ? `Terraform was killed (${finished.killedBy}); what it had applied is in the state, run the same again`
          : `Terraform ended with exit code ${finished?.exitCode ?? 'unknown'}`,
      };
    return {
      ...this.result('failed', this.made),
      failure: { ...failure, lastLines: this.log.lastLines, log: this.log.file },
    };
  }

  private result(status: StackStatus, counts: Counts = NOTHING, outputs: Outputs = {}): StackResult {
    const { name, region } = this.props.stack;
    return { name, region, status, ...counts, seconds: (performance.now() - this.started) / 1000, outputs };
  }
}

function plus(a: Counts, b: Counts): Counts {
  return { add: a.add + b.add, change: a.change + b.change, destroy: a.destroy + b.destroy };
}
