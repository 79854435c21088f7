import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** The command line is no command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What every command that moves orders takes. */
export interface MoveOptions {
  readonly table: string;
  /** The new home. */
  readonly to: string;
  readonly customer?: string;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export const MOVE_OPTIONS = {
  table: { type: 'string' },
  to: { type: 'string' },
  customer: { type: 'string' },
  concurrency: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options;

/** @throws UsageError when an option is unknown or lacks its value */
export function parsed<const O extends Options>(args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param problems - of the command's own options
 * @throws UsageError that names every problem
 */
export function moveOptionsOf(values: Parsed<typeof MOVE_OPTIONS>, problems: readonly (string | false)[]): MoveOptions {
  const { table = '', to = '', customer, concurrency: count = '16', 'dry-run': dryRun = false, json = false } = values;
  const concurrency = /^\d{1,3}$/.test(count) ? Number(count) : 0;
  const all = [
    table === '' && '--table is missing; name the global table',
    ...problems,
    (concurrency < 1 || concurrency > 256) && `--concurrency must be a number from 1 to 256, got '${count}'`,
  ].filter((problem) => problem !== false);
  if (all.length > 0) throw new UsageError(all.join('\n'));
  return { table, to, concurrency, dryRun, json, ...(customer !== undefined && { customer }) };
}

export function regionProblem(option: string, region = ''): string | false {
  return !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) && `${option} must be a region, got '${region}'`;
}

/** Runs a command to its exit code; a mistake is told in a line, without a stack trace. */
export function runCommand(name: string, main: (args: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      const isUsage = error instanceof UsageError;
      console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
      if (isUsage) console.error(`run 'npm run ${name} -- --help' for the options`);
      process.exitCode = isUsage ? 2 : 1;
    },
  );
}
