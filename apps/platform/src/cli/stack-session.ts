import { dirname, join } from 'node:path';
import type { Environment } from '@active-active/region-matrix';
import { loadEnvironment } from '../load-environment';
import { OUTPUT_DIRECTORY, type StackSummary, synthesiseToOutput } from '../synthesise';
import { localAdopter } from '../terraform/adopt';
import { ProviderCache } from '../terraform/initialisation';
import { INTERRUPTED, InterruptedError, Interruption } from '../terraform/interruption';
import { placeOverride } from '../terraform/local-override';
import { ensureStateBuckets, localQuery, localTarget } from '../terraform/local-target';
import { providerInstallation } from '../terraform/provider-installation';
import { takeRunLock } from '../terraform/run-lock';
import type { Action, StackResult } from '../terraform/run-stack';
import { runStacks } from '../terraform/run-stacks';
import { selectStacks } from '../terraform/select-stacks';
import { ensureFolder, orphanedStates, rememberStateBackend, stateBackendOf } from '../terraform/state-folder';
import { STOP_WITHIN_SECONDS } from '../terraform/terraform-process';
import { Terraform } from '../terraform/terraform';
import { callerPath, EXIT, UsageError } from './command';
import { type ProgressDisplay, progressDisplay } from './run-progress';
import { checkOptions, parseParallel, parseState, type StackOptions } from './stack-options';

/** An environment that is synthesised and ready for Terraform. */
export interface Session {
  readonly environment: Environment;
  /** Whether it is applied to the local cloud. */
  readonly isLocal: boolean;
  /** Every stack, and those that the options choose. */
  readonly all: readonly StackSummary[];
  readonly selected: readonly StackSummary[];
  /** Runs the selected stacks, with progress on standard error. */
  readonly run: () => Promise<readonly StackResult[]>;
}

/** Hears the user's Ctrl-C and tells what it does. */
export class Listener {
  private display: ProgressDisplay | undefined;

  /** @returns exit code */
  static async during(use: (listener: Listener, interruption: Interruption) => Promise<number>): Promise<number> {
    const listener = new Listener();
    try {
      return await Interruption.during(
        () => listener.say(interruptedText()),
        (interruption) => use(listener, interruption),
      );
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      return INTERRUPTED;
    }
  }

  /** Lines go above what the display draws, as long as there is one. */
  async showing<T>(display: ProgressDisplay, use: () => Promise<T>): Promise<T> {
    this.display = display;
    try {
      return await use();
    } finally {
      display.stop();
      this.display = undefined;
    }
  }

  say(line: string): void {
    if (this.display === undefined) process.stderr.write(`${line}\n`);
    else this.display.say(line);
  }
}

function interruptedText(): string {
  return `interrupted: what runs comes to an orderly end, within ${STOP_WITHIN_SECONDS} s; Ctrl-C again ends it at once`;
}

/** Folder that the stacks are synthesised to. */
export function outputOf({ output }: Pick<StackOptions, 'output'>): string {
  return output === undefined ? OUTPUT_DIRECTORY : callerPath(output);
}

/** Folder of an environment's local state, logs and records; the stacks name it relative to themselves. */
export function stateFolderOf(output: string, environment: string): string {
  return join(dirname(output), '.state', environment);
}

/** The local cloud's own folder, where it is not the usual one. */
export function localCloudFolder(options: Pick<StackOptions, 'local-cloud-dir'>): string | undefined {
  const folder = options['local-cloud-dir'];
  return folder === undefined ? undefined : callerPath(folder);
}

/** Loads, checks and synthesises an environment, and keeps other runs away while it is used. */
export async function inSession<T>(
  props: {
    readonly action: Action;
    readonly options: StackOptions;
    readonly listener: Listener;
    readonly interruption: Interruption;
  },
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const { action, options, listener, interruption } = props;
  checkOptions(options);
  const parallel = parseParallel(options.parallel);
  const output = outputOf(options);
  const loaded = loadEnvironment(options.environment);
  const isLocal = appliesLocally(loaded, options);
  const state = stateFolderOf(output, loaded.name);
  const environment = withStateBackend(loaded, isLocal, state, options);
  const release = takeRunLock(join(output, 'run.lock'), `${action} ${environment.name}`);
  try {
    const installation = providerInstallation(ensureFolder(state));
    const { cache, environment: own } = ProviderCache.for(join(dirname(state), 'plugin-cache'), installation);
    // Also the check that there is a usable Terraform.
    const terraform = Terraform.find(own);
    const target = isLocal
      ? await localTarget(environment, terraform.environment, localCloudFolder(options))
      : { environment: terraform.environment };
    const all = synthesiseToOutput(environment, output);
    const selected = selectStacks(all, { patterns: options.stack, region: options.region });
    for (const { name } of all) placeOverride(join(output, 'stacks', name), isLocal);
    interruption.throwIfInterrupted();
    if ('endpoint' in target && environment.stateBackend === 's3') {
      await ensureStateBuckets(environment, target.endpoint);
    }
    const orphans = environment.stateBackend === 'local' ? orphanedStates(state, all) : [];
    if (orphans.length > 0) {
      listener.say(`applied and no longer in the matrix: ${orphans.join(', ')}; destroy them with the former matrix`);
    }
    const run = async () => {
      if (isLocal && action === 'apply') rememberStateBackend(state, environment.stateBackend);
      const display = progressDisplay(process.stderr, selected);
      return listener.showing(display, () =>
        runStacks({
          action,
          stacks: selected,
          all,
          output,
          state,
          environment: target.environment,
          cache,
          interruption,
          parallel,
          observer: display,
          startOver: isLocal ? 'npm run down -- --force && npm run up' : undefined,
          adopt: 'endpoint' in target ? localAdopter(localQuery(environment.account, target.endpoint)) : undefined,
        }),
      );
    };
    return await use({ environment, isLocal, all, selected, run });
  } finally {
    release();
  }
}

/** @returns exit code of an apply or a destroy */
export function exitCodeOf(results: readonly StackResult[]): number {
  if (results.some(({ status }) => status === 'interrupted')) return INTERRUPTED;
  const isBad = ({ status }: StackResult) => status === 'failed' || status === 'not started';
  return results.some(isBad) ? EXIT.failure : EXIT.ok;
}

function appliesLocally({ stateBackend, name }: Environment, options: StackOptions): boolean {
  const isLocal = stateBackend === 'local' || options['local-cloud'];
  if (!isLocal && options.state !== undefined) {
    throw new UsageError(
      `--state is for the local cloud; the state of '${name}' is in the buckets that its matrix names`,
    );
  }
  return isLocal;
}

function withStateBackend(loaded: Environment, isLocal: boolean, state: string, options: StackOptions): Environment {
  if (!isLocal) return loaded;
  const [wanted, present] = [parseState(options.state), stateBackendOf(state)];
  if (wanted !== undefined && present !== undefined && wanted !== present) {
    throw new UsageError(
      `environment '${loaded.name}' is applied with --state ${present}; 'npm run down' first, or leave --state out`,
    );
  }
  return { ...loaded, stateBackend: wanted ?? present ?? loaded.stateBackend };
}
