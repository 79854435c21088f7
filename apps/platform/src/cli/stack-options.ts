import type { ParseArgsConfig } from 'node:util';
import { UsageError } from '@active-active/command-line';

/** The environment that commands which run Terraform work on when they are given none: no slip reaches AWS. */
export const DEFAULT_TARGET = 'local';

/** A plan takes seconds, and a minute while others plan beside it; only a region that does not answer takes this long. */
export const PLAN_TIMEOUT_MINUTES = 10;

/** Options of every command that runs Terraform. */
export const STACK_OPTIONS = {
  environment: { type: 'string', default: DEFAULT_TARGET },
  stack: { type: 'string', multiple: true },
  region: { type: 'string' },
  parallel: { type: 'string' },
  timeout: { type: 'string' },
  json: { type: 'boolean', default: false },
  state: { type: 'string' },
  'local-cloud': { type: 'boolean', default: false },
  'local-cloud-dir': { type: 'string' },
  output: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

const { stack: _stack, region: _region, json: _json, ...others } = STACK_OPTIONS;

/** Those of a command that is about all stacks, and about people. */
export const WHOLE_OPTIONS = others;

/** What `parseArgs` makes of {@link STACK_OPTIONS}. */
export interface StackOptions {
  readonly environment: string;
  readonly stack?: string[] | undefined;
  readonly region?: string | undefined;
  readonly parallel?: string | undefined;
  readonly timeout?: string | undefined;
  readonly json: boolean;
  readonly state?: string | undefined;
  readonly 'local-cloud': boolean;
  readonly 'local-cloud-dir'?: string | undefined;
  readonly output?: string | undefined;
}

/** The same, as `--help` tells it; the width of the first column is part of the text. */
export const STACK_HELP = `  --environment NAME|PATH  known name, .ts file or .json file (default: ${DEFAULT_TARGET})
  --stack PATTERN          only stacks that fit, such as 'network-*'; may be given several times
  --region REGION          only stacks of this region, or of 'global'
${runHelp()}
  --json                   print the result as JSON on stdout; use npm run --silent for clean output
${targetHelp()}
  --help                   print this text`;

/** How stacks are run. */
export function runHelp(): string {
  return `  --parallel N             stacks at a time (default: what cores and free memory allow)
  --timeout MINUTES        how long a stack may take; then Terraform is interrupted as by Ctrl-C, and has a minute to end
                           in order (default: ${PLAN_TIMEOUT_MINUTES} for a plan; none for a change, which is not to be cut off)`;
}

/** Where an environment is applied to and keeps its state. */
export function targetHelp(): string {
  return `  --state local|s3         local cloud only: state in files, or in a bucket of each region (default: as before, or
                           as the matrix says)
  --local-cloud            apply an environment to the local cloud that is not made for it
  --local-cloud-dir FOLDER state of the local cloud, where it is not the usual one
  --output FOLDER          where the stacks go (default: cdktf.out)`;
}

/** @throws UsageError before anything is started */
export function checkOptions({ parallel, state, timeout }: Pick<StackOptions, 'parallel' | 'state' | 'timeout'>): void {
  parseParallel(parallel);
  parseTimeout(timeout);
  parseState(state);
}

/** @throws UsageError when it is no positive number */
export function parseParallel(text: string | undefined): number | undefined {
  return parseCount('--parallel', text);
}

/** @throws UsageError when it is no positive number of minutes */
export function parseTimeout(text: string | undefined): number | undefined {
  return parseCount('--timeout', text);
}

function parseCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageError(`${option} must be a number from 1 to 999, got '${text}'`);
  return Number(text);
}

/** @throws UsageError when it is neither */
export function parseState(text: string | undefined): 'local' | 's3' | undefined {
  if (text === undefined || text === 'local' || text === 's3') return text;
  throw new UsageError(`--state must be 'local' or 's3', got '${text}'`);
}
