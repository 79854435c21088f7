import { CommandError, EXIT } from './errors';
import { type Options, parseOptions, type ParsedOptions } from './options';

export interface Command<O extends Options> {
  /** Text of `--help`. */
  readonly help: string;
  /** Options besides `--help`. */
  readonly options: O;
  /** Returns the exit code. */
  readonly run: (options: ParsedOptions<O>) => Promise<number> | number;
}

/** Runs the command that this process is. */
export async function runCommand<O extends Options>(command: Command<O>): Promise<void> {
  // The AWS SDK advises another version of node. Which one is used is for the repository to say.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  process.exitCode = await executeCommand(command, process.argv.slice(2));
}

/**
 * Runs a command. A `CommandError` is told on standard error; any other one is a defect, and thrown.
 *
 * @returns the exit code
 */
export async function executeCommand<O extends Options>(
  { help, options, run }: Command<O>,
  args: readonly string[],
): Promise<number> {
  try {
    const values = parseOptions(args, { ...options, help: { type: 'boolean', short: 'h' } } as const);
    if ((values as { readonly help?: boolean }).help !== true) return await run(values as ParsedOptions<O>);
    console.log(help.trim());
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(`error: ${error.message}`);
    return error.exitCode;
  }
}
