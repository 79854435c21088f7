import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@active-active/region-matrix';
import { createApp, REPOSITORY } from './app';
import { emitStacks } from './main';
import type { PlatformStack } from './stacks/platform-stack';

/** Where `cdktf` and every command here expect the synthesised stacks. */
export const OUTPUT_DIRECTORY = join(REPOSITORY, 'cdktf.out');

/** One synthesised stack. */
export interface StackSummary {
  readonly name: string;
  /** Region that the stack belongs to; `global` for a stack that all regions share. */
  readonly region: string;
  /** Number of Terraform resources, data sources not counted. */
  readonly resources: number;
  /** Names of the stacks that must be applied before this one. */
  readonly dependencies: readonly string[];
}

/** Synthesises every stack of an environment into a folder that must not exist or be empty. */
export function synthesise(environment: Environment, directory: string): readonly StackSummary[] {
  const app = createApp(directory);
  const stacks = emitStacks(app, environment);
  app.synth();
  return stacks.map((stack) => summary(stack, directory));
}

/**
 * Synthesises into {@link OUTPUT_DIRECTORY}. The folder changes only once every stack has been synthesised; what
 * Terraform keeps beside a stack (`.terraform`, plans) stays, and stacks that are no longer emitted go.
 */
export function synthesiseToOutput(environment: Environment, output = OUTPUT_DIRECTORY): readonly StackSummary[] {
  mkdirSync(output, { recursive: true });
  const scratch = mkdtempSync(join(output, '.synth-'));
  try {
    const stacks = synthesise(environment, scratch);
    replaceStacks(scratch, output);
    return stacks;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function replaceStacks(from: string, to: string): void {
  const fresh = readdirSync(join(from, 'stacks'));
  for (const name of fresh) {
    const directory = join(to, 'stacks', name);
    mkdirSync(directory, { recursive: true });
    for (const file of readdirSync(join(from, 'stacks', name))) {
      renameSync(join(from, 'stacks', name, file), join(directory, file));
    }
  }
  if (existsSync(join(to, 'stacks'))) {
    const stale = readdirSync(join(to, 'stacks')).filter((name) => !fresh.includes(name));
    for (const name of stale) rmSync(join(to, 'stacks', name), { recursive: true, force: true });
  }
  renameSync(join(from, 'manifest.json'), join(to, 'manifest.json'));
}

function summary(stack: PlatformStack, directory: string): StackSummary {
  const { id } = stack.node;
  const template = JSON.parse(readFileSync(join(directory, 'stacks', id, 'cdk.tf.json'), 'utf8')) as {
    resource?: Record<string, Record<string, unknown>>;
  };
  const byType = Object.values(template.resource ?? {});
  return {
    name: id,
    region: stack.scopeRegion,
    resources: byType.reduce((sum, byId) => sum + Object.keys(byId).length, 0),
    dependencies: stack.dependencies.map((dependency) => dependency.node.id).sort(),
  };
}
