import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './errors';

/** As node's `parseArgs` takes them. */
export type Options = NonNullable<ParseArgsConfig['options']>;

export type ParsedOptions<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/**
 * The options of a command line, and the words between them.
 *
 * @throws UsageError when an option is unknown, or lacks its value or has one too many
 */
export function parseWords<const O extends Options>(
  args: readonly string[],
  options: O,
): { readonly values: ParsedOptions<O>; readonly words: readonly string[] } {
  return parse(args, options, true);
}

/**
 * The options of a command line that has nothing else.
 *
 * @throws UsageError as `parseWords`, and when there is a word
 */
export function parseOptions<const O extends Options>(args: readonly string[], options: O): ParsedOptions<O> {
  return parse(args, options, false).values;
}

function parse<const O extends Options>(args: readonly string[], options: O, allowPositionals: boolean) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals });
    return { values: values as ParsedOptions<O>, words: positionals };
  } catch (error) {
    // After its first sentence node gives advice for programmers.
    throw new UsageError(`${(error as Error).message.split('. ')[0]}; see --help`);
  }
}
