import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@active-active/region-matrix';
import { type StackSummary, synthesise } from './synthesise';
import { readTemplate, type StackTemplate } from './terraform/stack-template';

/** A synthesis that leaves no files behind. */
export interface Templates {
  readonly stacks: readonly StackSummary[];
  /** Terraform JSON by the name of the stack. */
  readonly templates: Readonly<Record<string, StackTemplate>>;
}

/** Synthesises every stack of an environment for whoever only reads them. */
export function synthesiseTemplates(environment: Environment): Templates {
  const directory = mkdtempSync(join(tmpdir(), 'active-active-synth-'));
  try {
    const stacks = synthesise(environment, directory);
    const template = (name: string) => readTemplate(join(directory, 'stacks', name));
    return { stacks, templates: Object.fromEntries(stacks.map(({ name }) => [name, template(name)])) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
