/** One command of a code block: its words, with quotes taken off. */
export type ShellCommand = readonly string[];

/**
 * The commands in a page's code blocks, those in `$(...)` included. Understands as much of the shell as the runbooks
 * use: quotes, comments, continued lines, pipes, lists, loops and assignments.
 */
export function shellCommandsIn(markdown: string): readonly ShellCommand[] {
  return codeBlocksIn(markdown).flatMap(commandsOf);
}

function codeBlocksIn(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].map(([, code]) => code ?? '');
}

function commandsOf(code: string): ShellCommand[] {
  const nested: string[] = [];
  const flat = code.replaceAll('\\\n', ' ').replaceAll(/\$\(([^()]*)\)/g, (_, inner: string) => {
    nested.push(inner);
    return 'substituted';
  });
  return [...nested.flatMap(commandsOf), ...splitCommands(flat)];
}

const TOKEN = /(#[^\n]*)|([;|&\n]+)|((?:"[^"]*"|'[^']*'|[^\s;|&"'])+)/g;
const KEYWORDS = ['while', 'do', 'done'];
const ASSIGNMENT = /^[A-Z_]+=/;

function splitCommands(code: string): ShellCommand[] {
  const commands: string[][] = [[]];
  for (const [, comment, separator, word] of code.matchAll(TOKEN)) {
    if (comment !== undefined) continue;
    if (separator !== undefined) commands.push([]);
    else if (word !== undefined) commands.at(-1)!.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return commands
    .map((words) => words.slice(words.findIndex((word) => !KEYWORDS.includes(word) && !ASSIGNMENT.test(word))))
    .filter(([program]) => program !== undefined && !KEYWORDS.includes(program) && !ASSIGNMENT.test(program));
}
