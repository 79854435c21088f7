import { dirname, join } from 'node:path';
import { callerPath, EXIT, UsageError } from '@active-active/command-line';
import { pathsFor, providerInstallation } from '@active-active/local-cloud';
import type { Environment } from '@active-active/region-matrix';
import { loadEnvironment } from '../load-environment';
import { OUTPUT_DIRECTORY, type StackSummary, synthesiseToOutput } from '../synthesise';
import { forgetApplied, noteApplied } from '../terraform/applied-environments';
import type { Remedies } from '../terraform/explain-failure';
import { failBack, failBackCommand, firstPrimaryOf } from '../terraform/global-datastore';
import { ProviderCache } from '../terraform/initialisation';
import { type Interruption } from '../terraform/interruption';
import { placeOverride } from '../terraform/local-override';
import { ensureStateBuckets, localQuery, localTarget } from '../terraform/local-target';
import { takeRunLock } from '../terraform/run-lock';
import type { Action, StackResult, StackStatus } from '../terraform/stack-run';
import { runStacks } from '../terraform/run-stacks';
import { selectStacks } from '../terraform/select-stacks';
import { ensureFolder, orphanedStates, rememberStateBackend, stateBackendOf } from '../terraform/state-folder';
import { Terraform } from '../terraform/terraform';
import { progressDisplay } from './run-progress';
import type { Listener } from './stack-listener';
import {
  checkOptions,
  parseParallel,
  parseState,
  parseTimeout,
  PLAN_TIMEOUT_MINUTES,
  type StackOptions,
} from './stack-options';

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
  const timeoutMinutes = parseTimeout(options.timeout) ?? (action === 'plan' ? PLAN_TIMEOUT_MINUTES : undefined);
  const output = outputOf(options);
  const loaded = loadEnvironment(options.environment);
  const isLocal = appliesLocally(loaded, options);
  const state = stateFolderOf(output, loaded.name);
  const localCloud = pathsFor(localCloudFolder(options)).state;
  const environment = withStateBackend(loaded, isLocal, state, options);
  const release = takeRunLock(output, `${action} ${environment.name}`);
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
    if (isLocal) for (const { name } of all) placeOverride(join(output, 'stacks', name));
    interruption.throwIfInterrupted();
    if ('endpoint' in target && environment.stateBackend === 's3') {
      await ensureStateBuckets(environment, target.endpoint);
      interruption.throwIfInterrupted();
    }
    const orphans = environment.stateBackend === 'local' ? orphanedStates(state, all) : [];
    if (orphans.length > 0) {
      listener.say(`applied and no longer in the matrix: ${orphans.join(', ')}; destroy them with the former matrix`);
    }
    const query = 'endpoint' in target ? localQuery(environment.account, target.endpoint) : undefined;
    const run = async () => {
      if (isLocal && action === 'apply') {
        rememberStateBackend(state, environment.stateBackend);
        noteApplied(localCloud, environment.name, state);
      }
      const firstPrimary = firstPrimaryOf(environment);
      if (query && action === 'destroy' && firstPrimary && selected.some(isCache)) {
        await failBack(firstPrimary, query, (line) => listener.say(line));
        interruption.throwIfInterrupted();
      }
      const display = progressDisplay(process.stderr, selected);
      const results = await listener.showing(display, () =>
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
          timeoutMinutes,
          observer: display,
          remedies: remediesOf(environment, isLocal),
          adopts: isLocal,
          trustsProviders: isLocal,
        }),
      );
      const isWhole = selected.length === all.length && exitCodeOf(results, interruption) === EXIT.ok;
      if (isLocal && action === 'destroy' && isWhole) forgetApplied(localCloud, environment.name);
      return results;
    };
    return await use({ environment, isLocal, all, selected, run });
  } finally {
    release();
  }
}

function remediesOf(environment: Environment, isLocal: boolean): Remedies {
  const firstPrimary = firstPrimaryOf(environment);
  return {
    startOver: isLocal ? 'npm run down -- --force && npm run up' : undefined,
    failBack: firstPrimary && failBackCommand(firstPrimary),
    faults: isLocal ? 'npm run local -- fault list' : undefined,
  };
}

function isCache({ concern }: StackSummary): boolean {
  return concern === 'global-cache';
}

/** @returns exit code of an apply or a destroy */
export function exitCodeOf(results: readonly StackResult[], { soft }: Pick<Interruption, 'soft'>): number {
  const has = (...statuses: readonly StackStatus[]) => results.some(({ status }) => statuses.includes(status));
  if (has('interrupted') || (soft.aborted && has('not started'))) return EXIT.interrupted;
  return has('failed', 'not started') ? EXIT.failure : EXIT.ok;
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
