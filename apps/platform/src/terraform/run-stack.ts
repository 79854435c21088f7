import { join } from 'node:path';
import { placeAdoption, removeAdoption, type Unknowns } from './adopt';
import { type Counts, NOTHING, plus, sumOf } from './counts';
import { existing, explainFailure, type Failure, isVoid, lockFailure, lockIn, timeFailure } from './explain-failure';
import { asksForInit, forgetInitialised, initArguments, noteInitialised, trustProviders } from './initialisation';
import { StackLog } from './stack-log';
import type { Action, Phase, StackResult, StackRun, StackStatus } from './stack-run';
import { hasLocalState, readTemplate } from './stack-template';
import { type Outputs, TerraformEvents } from './terraform-events';
import { type KilledTerraform, runTerraform, settleEarlier, type TerraformEnd } from './terraform-process';
import { TimeLimit } from './time-limit';

/** How often a stack is tried again after something was set right. */
const MOST_REPAIRS = 5;

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
  private readonly outputFile: string;
  private readonly log: StackLog;
  private readonly limit: TimeLimit;
  private killed: KilledTerraform | undefined;
  /** What was under way when the time was over; once interrupted, Terraform ends all of it. */
  private waitedFor: readonly string[] = [];
  /** What a run that was stopped has left and the next try takes over. */
  private unknowns: Unknowns = { existing: [], perhaps: [] };
  /** By all tries. */
  private made = NOTHING;

  constructor(private readonly props: StackRun) {
    const { stack, output, state, timeoutMinutes, interruption } = props;
    this.limit = new TimeLimit(timeoutMinutes, interruption);
    this.directory = join(output, 'stacks', stack.name);
    this.recordFile = join(state, 'running', `${stack.name}.json`);
    this.outputFile = join(state, 'logs', `${stack.name}.jsonl`);
    this.log = new StackLog(join(state, 'logs', `${stack.name}.log`));
  }

  async run(): Promise<StackResult> {
    // One that was killed may have left it there.
    removeAdoption(this.directory);
    try {
      return await this.settleAndAct();
    } finally {
      this.limit.end();
      removeAdoption(this.directory);
    }
  }

  private async settleAndAct(): Promise<StackResult> {
    this.killed = await settleEarlier(
      { recordFile: this.recordFile, outputFile: this.outputFile },
      ({ pid }) => {
        this.log.write(`waiting for process ${pid}: a Terraform of an earlier run still works on this stack`);
        this.report('wait');
      },
      this.limit.soft,
    );
    if (this.limit.soft.aborted) return this.failed(undefined);
    if (this.killed !== undefined) this.takeOver({ existing: [], perhaps: this.killed.beingMade });
    // Terraform would start the provider only to find nothing.
    if (this.props.action === 'destroy' && hasLocalState(readTemplate(this.directory), this.directory) === false) {
      return this.result('unchanged');
    }
    const failed = await this.initialise();
    if (failed !== undefined) return failed;
    if (this.props.trustsProviders) trustProviders(this.directory);
    return this.act();
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
    const { action } = this.props;
    for (let repairs = 0; ; repairs += 1) {
      this.report('plan');
      const finished = await this.terraform(ARGUMENTS[action], (events) => this.reportOn(events));
      const { exitCode, events } = finished;
      this.made = plus(this.made, events.made);
      if (exitCode === 0 || (action === 'plan' && exitCode === 2)) return this.succeeded(exitCode, events);
      const stop = repairs === MOST_REPAIRS || this.limit.soft.aborted;
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
      if (this.killed === undefined || !isVoid(lock, this.killed)) return false;
      this.log.write(`the lock ${lock.id} is of process ${this.killed.pid}, which was killed; removing it`);
      return (await this.terraform(['force-unlock', '-force', lock.id])).exitCode === 0;
    }
    const inTheWay = existing(errors).filter((address) => !this.unknowns.existing.includes(address));
    if (inTheWay.length === 0) return false;
    const { perhaps } = this.unknowns;
    const taken = this.takeOver({ existing: [...this.unknowns.existing, ...inTheWay], perhaps });
    return inTheWay.some((address) => taken.includes(address));
  }

  /** Addresses of those that the next try takes over. */
  private takeOver(unknowns: Unknowns): readonly string[] {
    const { adopts, action } = this.props;
    if (!adopts || action !== 'apply') return [];
    this.unknowns = unknowns;
    const addresses = placeAdoption(this.directory, unknowns);
    if (addresses.length > 0) {
      this.log.write(`a run before was stopped while it made these; taking over what exists: ${addresses.join(', ')}`);
    }
    return addresses;
  }

  private async terraform(args: readonly string[], onChange?: (events: TerraformEvents) => void): Promise<Finished> {
    const { environment, stopWithinSeconds } = this.props;
    this.log.heading(`terraform ${args.join(' ')}`);
    const events: TerraformEvents = new TerraformEvents(
      (text) => this.log.write(text),
      () => onChange?.(events),
    );
    const note = () => (this.waitedFor = events.underWay);
    this.limit.soft.addEventListener('abort', note, { once: true });
    const end = await runTerraform({
      directory: this.directory,
      args,
      environment,
      outputFile: this.outputFile,
      recordFile: this.recordFile,
      onOutput: (text) => events.feed(text),
      stop: this.limit,
      ...(stopWithinSeconds === undefined ? {} : { stopWithinSeconds }),
    });
    this.limit.soft.removeEventListener('abort', note);
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
    if (this.limit.soft.aborted && !this.limit.isOver) return this.result('interrupted', this.made);
    const failure = this.failureOf(finished);
    return {
      ...this.result('failed', this.made),
      failure: { ...failure, lastLines: this.log.lastLines, log: this.log.file },
    };
  }

  private failureOf(finished: Finished | undefined): Failure {
    const { action, remedies, timeoutMinutes = 0 } = this.props;
    const { errors = [], failedResources = [] } = finished?.events ?? {};
    const template = readTemplate(this.directory);
    if (this.limit.isOver) return timeFailure(action, timeoutMinutes, this.waitedFor, template, remedies);
    const lock = lockIn(errors);
    if (lock !== undefined) return lockFailure(lock, this.directory);
    const end = finished?.killedBy
      ? `Terraform was killed (${finished.killedBy}); what it had applied is in the state, run the same again`
      : `Terraform ended with exit code ${finished?.exitCode ?? 'unknown'}`;
    return explainFailure(errors, failedResources, template, remedies) ?? { error: end };
  }

  private result(status: StackStatus, counts: Counts = NOTHING, outputs: Outputs = {}): StackResult {
    const { name, region } = this.props.stack;
    return { name, region, status, ...counts, seconds: (performance.now() - this.started) / 1000, outputs };
  }
}
