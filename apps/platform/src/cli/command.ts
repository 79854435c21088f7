import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { EnvironmentError } from '@active-active/region-matrix';
import { ConstructError } from '@active-active/construct-kit';

/** Exit codes of every command. */
export const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

/** A mistake in how a command was called or configured: exit 2, its message, no stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something outside the command's input went wrong: exit 1, its message, no stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true; allowPositionals: false }>
>['values'];

export interface Command<O extends Options> {
  /** Text of `--help`. */
  readonly help: string;
  /** Options besides `--help`. */
  readonly options: O;
  /** Returns the exit code. */
  readonly run: (options: Parsed<O>) => Promise<number> | number;
}

/** Runs a command of the command line, and turns what it throws into a message and an exit code. */
export async function runCommand<O extends Options>(command: Command<O>, args = process.argv.slice(2)): Promise<void> {
  process.exitCode = await exitCode(command, args);
}

async function exitCode<O extends Options>(command: Command<O>, args: readonly string[]): Promise<number> {
  try {
    const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const satisfies Options;
    const { values } = parse(args, options);
    if ((values as { help?: boolean }).help) {
      process.stdout.write(`${command.help.trim()}\n`);
      return EXIT.ok;
    }
    return await command.run(values as Parsed<O>);
  } catch (error) {
    if (error instanceof EnvironmentError || error instanceof ConstructError || error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      return EXIT.usage;
    }
    if (error instanceof CommandError) {
      process.stderr.write(`${error.message}\n`);
      return EXIT.failure;
    }
    throw error;
  }
}

function parse<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}; see --help`);
  }
}

/** A path as the user meant it: `npm run` changes to the root of the repository, and leaves word of where it was called. */
export function callerPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
