import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Terraform } from './terraform';

/** How one stack fared. */
export interface Validation {
  readonly name: string;
  readonly valid: boolean;
  /** Terraform's own words where the stack is not valid. */
  readonly message?: string;
}

export interface ValidateOptions {
  /** Stacks that one Terraform validates. @default - as many as memory allows, at most 12 */
  readonly together?: number;
  readonly signal?: AbortSignal;
  readonly onDone?: (each: Validation) => void;
}

/** Memory of the provider process that validates one stack, in bytes; Terraform runs up to ten of them at a time. */
const MEMORY_OF_A_STACK = 400 * 1024 * 1024;

/** More gain nothing, and would keep the user waiting for the next line. */
const MOST_TOGETHER = 12;

// No backend: validation reads no state, so it needs neither credentials nor the state's bucket.
const INIT = ['init', '-backend=false', '-input=false', '-no-color'];

/** The part that counts of what `terraform validate -json` prints. */
interface Report {
  readonly valid: boolean;
  readonly diagnostics: readonly { readonly severity: string; readonly range?: { readonly filename: string } }[];
}

/**
 * Lets Terraform validate stacks, many as the modules of one configuration: most of what a run takes is the provider's
 * schema, which is read once for all of them. What fails there is validated alone, for words that name its own files.
 *
 * @param directory the folder that cdktf synthesised to
 * @returns in the order of `names`
 */
export async function validateStacks(
  terraform: Terraform,
  directory: string,
  names: readonly string[],
  options: ValidateOptions = {},
): Promise<readonly Validation[]> {
  const { together = defaultTogether(), onDone = () => undefined } = options;
  const results = new Map<string, Validation>();
  const note = (validation: Validation) => {
    results.set(validation.name, validation);
    onDone(validation);
  };
  for (let pending = names; pending.length > 0;) {
    const chunk = pending.slice(0, together);
    const suspects = await suspectsAmong(terraform, directory, chunk, options.signal);
    for (const name of suspects) note(await validateAlone(terraform, directory, name, options.signal));
    // Beside a stack that does not even load, the others have not been looked at.
    if (suspects.length === 0) chunk.forEach((name) => note({ name, valid: true }));
    pending = pending.filter((name) => !results.has(name));
  }
  return names.flatMap((name) => results.get(name) ?? []);
}

/** @returns the stacks that Terraform complains of, all of them if it does not say which; none when all are valid */
async function suspectsAmong(
  terraform: Terraform,
  directory: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  if (names.length === 1) return names;
  const root = join(directory, 'together');
  mkdirSync(root, { recursive: true });
  const modules = Object.fromEntries(names.map((name) => [name, { source: `../stacks/${name}` }]));
  writeFileSync(join(root, 'main.tf.json'), JSON.stringify({ module: modules }));
  const init = await terraform.run(root, INIT, signal);
  if (init.exitCode !== 0) return names;
  const report = reportIn((await terraform.run(root, ['validate', '-json'], signal)).stdout);
  if (report === undefined) return names;
  const { valid, diagnostics } = report;
  if (valid) return [];
  const files = diagnostics.flatMap(({ severity, range }) => (severity === 'error' ? (range?.filename ?? []) : []));
  const named = names.filter((name) => files.some((file) => file.startsWith(`../stacks/${name}/`)));
  return named.length > 0 ? named : names;
}

/** A Terraform that crashes prints no report. */
function reportIn(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}

async function validateAlone(
  terraform: Terraform,
  directory: string,
  name: string,
  signal?: AbortSignal,
): Promise<Validation> {
  for (const step of [INIT, ['validate', '-no-color']]) {
    const { exitCode, output } = await terraform.run(join(directory, 'stacks', name), step, signal);
    if (exitCode !== 0) return { name, valid: false, message: output.trim() };
  }
  return { name, valid: true };
}

function defaultTogether(): number {
  return Math.max(1, Math.min(MOST_TOGETHER, Math.floor(process.availableMemory() / MEMORY_OF_A_STACK)));
}
