import { createInterface } from 'node:readline/promises';
import { CommandError, UsageError } from '@active-active/command-line';
import type { Session } from './stack-session';

/** Where the user is asked, and where the question stands. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Lets the user agree to a change of an environment that is not local.
 *
 * @param text what is going to be done
 * @throws UsageError when there is nobody to ask and `--auto-approve` is not given
 * @throws CommandError when the user does not agree
 */
export async function confirm(
  { environment, isLocal }: Session,
  action: 'apply' | 'destroy',
  autoApprove: boolean,
  text: string,
  signal: AbortSignal,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (isLocal || autoApprove) return;
  const { name } = environment;
  if (!input.isTTY) {
    throw new UsageError(
      `environment '${name}' is not local: ${action} needs --auto-approve where nobody can be asked`,
    );
  }
  output.write(`${text}\n`);
  const answer = await answerTo(`Type '${name}' to ${action}: `, signal, { input, output });
  signal.throwIfAborted();
  // Nobody has ended the line.
  if (answer === undefined) output.write('\n');
  if (answer?.trim() !== name) throw new CommandError('not confirmed; nothing was changed');
}

/** @returns `undefined` when the input ends, as by Ctrl-D, or the user interrupts */
async function answerTo(question: string, signal: AbortSignal, terminal: Terminal): Promise<string | undefined> {
  const lines = createInterface(terminal);
  // While it asks, readline takes the keys, Ctrl-C included.
  lines.on('SIGINT', () => process.emit('SIGINT'));
  // At the end of the input the question fails on a terminal, and is never settled elsewhere.
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  const answered = lines.question(question, { signal }).catch(() => undefined);
  try {
    return await Promise.race([answered, closed]);
  } finally {
    lines.close();
  }
}
