import { join } from 'node:path';
import type { Terraform } from './terraform';

/** How one stack fared. */
export interface Validation {
  readonly name: string;
  readonly valid: boolean;
  /** Terraform's own words where the stack is not valid. */
  readonly message?: string;
  readonly seconds: number;
}

/**
 * Runs `terraform init` and `terraform validate` in each stack's directory, some at a time.
 *
 * @param directory the folder that cdktf synthesised to
 * @param atATime starting the provider takes about 600 MB and a core; two at a time beat four on two cores
 */
export async function validateStacks(
  terraform: Terraform,
  directory: string,
  names: readonly string[],
  options: {
    readonly atATime?: number;
    readonly signal?: AbortSignal;
    readonly onDone?: (each: Validation) => void;
  } = {},
): Promise<readonly Validation[]> {
  const results = new Map<string, Validation>();
  const pending = [...names];
  const worker = async () => {
    for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
      const validation = await validate(terraform, directory, name, options.signal);
      results.set(name, validation);
      options.onDone?.(validation);
    }
  };
  await Promise.all(Array.from({ length: options.atATime ?? 2 }, worker));
  return names.flatMap((name) => results.get(name) ?? []);
}

async function validate(
  terraform: Terraform,
  directory: string,
  name: string,
  signal?: AbortSignal,
): Promise<Validation> {
  const started = performance.now();
  const stack = join(directory, 'stacks', name);
  // No backend: validation reads no state, so it needs neither credentials nor the state's bucket.
  const steps = [
    ['init', '-backend=false', '-input=false', '-no-color'],
    ['validate', '-no-color'],
  ];
  for (const step of steps) {
    const { exitCode, output } = await terraform.run(stack, step, signal);
    if (exitCode !== 0) return { name, valid: false, message: output.trim(), seconds: secondsSince(started) };
  }
  return { name, valid: true, seconds: secondsSince(started) };
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
