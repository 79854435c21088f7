import { createInterface } from 'node:readline/promises';
import { CommandError, UsageError } from '@active-active/command-line';
import type { Session } from './stack-session';

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
): Promise<void> {
  if (isLocal || autoApprove) return;
  const { name } = environment;
  if (!process.stdin.isTTY) {
    throw new UsageError(
      `environment '${name}' is not local: ${action} needs --auto-approve where nobody can be asked`,
    );
  }
  process.stderr.write(`${text}\n`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // While it asks, readline takes the keys, Ctrl-C included.
  lines.on('SIGINT', () => process.emit('SIGINT'));
  try {
    const answer = await lines.question(`Type '${name}' to ${action}: `, { signal });
    if (answer.trim() !== name) throw new CommandError('not confirmed; nothing was changed');
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}
