import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@active-active/region-matrix';
import { createApp, REPOSITORY } from './app';
import { emitStacks } from './main';
import { type PlannedTemplate, planRegions } from './stacks/plan-regions';
import type { PlatformStack } from './stacks/platform-stack';
import { removeLocalFiles } from './terraform/local-override';
import { withoutTokenTraces } from './token-traces';

/** Where `cdktf` and every command here expect the synthesised stacks. */
export const OUTPUT_DIRECTORY = join(REPOSITORY, 'cdktf.out');

/** One synthesised stack. */
export interface StackSummary {
  readonly name: string;
  /** The stack's concern, its name without the region. */
  readonly concern: string;
  /** Region that the stack belongs to; `global` for a stack that all regions share. */
  readonly region: string;
  /** Number of Terraform resources, data sources not counted. */
  readonly resources: number;
  /** Types of them, each once. */
  readonly resourceTypes: readonly string[];
  /** Names of the stacks that must be applied before this one. */
  readonly dependencies: readonly string[];
  /** Regions without which the stack cannot be planned. */
  readonly planRegions: readonly string[];
}

/** Synthesises every stack of an environment into a folder that must not exist or be empty. */
export function synthesise(environment: Environment, directory: string): readonly StackSummary[] {
  const stacks = withoutTokenTraces(() => {
    const app = createApp(directory);
    const emitted = emitStacks(app, environment);
    app.synth();
    return emitted;
  });
  return stacks.map((stack) => summary(stack, directory));
}

/**
 * Synthesises into a folder that may hold an earlier synthesis. It changes only once every stack has been synthesised;
 * what Terraform keeps beside a stack (`.terraform`, plans) stays, and stacks that are no longer emitted go. What points a
 * stack at the local cloud stays only where the environment is made for that.
 *
 * @param lock keeps other runs away while the folder changes, and returns what lets them in again; a run that holds the
 *   lock already leaves it out
 */
export function synthesiseToOutput(
  environment: Environment,
  output = OUTPUT_DIRECTORY,
  lock: () => () => void = () => () => undefined,
): readonly StackSummary[] {
  const scratch = mkdtempSync(join(tmpdir(), 'active-active-synth-'));
  try {
    const stacks = synthesise(environment, scratch);
    const release = lock();
    try {
      if (environment.stateBackend !== 'local') removeLocalFiles(output);
      replaceStacks(scratch, output);
    } finally {
      release();
    }
    return stacks;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function replaceStacks(from: string, to: string): void {
  const fresh = readdirSync(join(from, 'stacks'));
  for (const name of fresh) {
    const directory = join('stacks', name);
    mkdirSync(join(to, directory), { recursive: true });
    for (const file of readdirSync(join(from, directory))) replaceFile(from, to, join(directory, file));
  }
  const stale = readdirSync(join(to, 'stacks')).filter((name) => !fresh.includes(name));
  for (const name of stale) rmSync(join(to, 'stacks', name), { recursive: true, force: true });
  replaceFile(from, to, 'manifest.json');
}

/** Copies beside the target and renames, so that a reader finds the old file or the new one and never a part. */
function replaceFile(from: string, to: string, file: string): void {
  const target = join(to, file);
  if (existsSync(target) && readFileSync(target).equals(readFileSync(join(from, file)))) return;
  copyFileSync(join(from, file), `${target}.new`);
  renameSync(`${target}.new`, target);
}

function summary(stack: PlatformStack, directory: string): StackSummary {
  const { id } = stack.node;
  const template = JSON.parse(readFileSync(join(directory, 'stacks', id, 'cdk.tf.json'), 'utf8')) as PlannedTemplate & {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const byType = Object.values(template.resource ?? {});
  return {
    name: id,
    concern: stack.concern,
    region: stack.scopeRegion,
    resources: byType.reduce((sum, byId) => sum + Object.keys(byId).length, 0),
    resourceTypes: Object.keys(template.resource ?? {}).sort(),
    dependencies: stack.dependencies.map((dependency) => dependency.node.id).sort(),
    planRegions: planRegions(stack, template),
  };
}
