import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';
import type { ShellCommand } from './shell-commands';

const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const helpTexts = new Map<string, string>();
/** What `npm run NAME -- --help` prints. */
function helpOf(name: string): string {
  const [, ...script] = scripts[name]!.split(' ');
  const run = () => spawnSync(process.execPath, [...script, '--help'], { cwd: REPOSITORY, encoding: 'utf8' }).stdout;
  if (!helpTexts.has(name)) helpTexts.set(name, run());
  return helpTexts.get(name)!;
}

/** What is wrong with a call of `npm run`, by the scripts of this repository and what their `--help` says. */
export function npmProblems(command: ShellCommand): readonly string[] {
  const [, run, name = '', ...rest] = command.filter((word) => word !== '--silent');
  if (run !== 'run' || !(name in scripts)) return [`there is no npm run ${name}`];
  const words = rest.filter((word) => word !== '--');
  const options = words.filter((word) => word.startsWith('--'));
  // Without '--' npm keeps the options to itself.
  const problems = words.length > 0 && rest[0] !== '--' ? [`${name} needs -- before ${words[0]}`] : [];
  if (words.length === 0) return problems;
  const help = helpOf(name);
  const firstOption = words.findIndex((word) => word.startsWith('--'));
  const subcommand = words
    .slice(0, firstOption === -1 ? undefined : firstOption)
    .filter((word) => /^[a-z]+$/.test(word));
  return [
    ...problems,
    ...(subcommand.length > 0 && !help.includes(`\n  ${subcommand.join(' ')}`) ? [`no ${subcommand.join(' ')}`] : []),
    ...options
      .filter((option) => !new RegExp(`${option}(?![\\w-])`).test(help))
      .map((option) => `${name} takes no ${option}`),
  ];
}
