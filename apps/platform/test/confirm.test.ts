import { PassThrough } from 'node:stream';
import { CommandError, Interrupted } from '@active-active/command-line';
import { confirm } from '../src/cli/confirm';
import type { Session } from '../src/cli/stack-session';
import { production } from './matrices';

const QUESTION = "Type 'production' to apply: ";

/** Asks, and lets the user do something once the question stands there. */
async function ask(
  user: (input: PassThrough) => void,
  { isTerminal = true, signal = new AbortController().signal } = {},
) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: isTerminal });
  let text = '';
  output.on('data', (chunk: Buffer) => {
    const stoodThere = text.includes(QUESTION);
    text += chunk.toString();
    if (!stoodThere && text.includes(QUESTION)) user(input);
  });
  const session = { environment: production(), isLocal: false } as Session;
  await confirm(session, 'apply', false, 'applies much', signal, { input, output });
}

describe('confirm', () => {
  it('goes on when the name is typed', async () => {
    await expect(ask((input) => input.write('production\n'))).resolves.toBeUndefined();
  });

  // A terminal gives Ctrl-D as a key while a line is edited, and as the end of the input where only the input is one.
  it.each<[string, (input: PassThrough) => void, boolean]>([
    ['something else is typed', (input) => input.write('staging\n'), true],
    ['Ctrl-D is typed', (input) => input.write('\x04'), true],
    ['the input ends', (input) => input.end(), true],
    ['the input ends and the question goes to a file', (input) => input.end(), false],
  ])('fails, and says that nothing was changed, when %s', async (_, user, isTerminal) => {
    const error = await ask(user, { isTerminal }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({ message: 'not confirmed; nothing was changed', exitCode: 1 });
  });

  it('is interrupted by what ends the command', async () => {
    const controller = new AbortController();
    const asked = ask(() => controller.abort(new Interrupted()), { signal: controller.signal });
    await expect(asked).rejects.toBeInstanceOf(Interrupted);
  });
});
