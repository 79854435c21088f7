import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const argumentsOf = (name: string, args: readonly string[]) => [
  ...['--conditions=@active-active/source', '--import', 'tsx', join('apps/platform/src/cli', `${name}.ts`)],
  ...args,
];
const optionsOf = (environment: NodeJS.ProcessEnv) => ({
  cwd: REPOSITORY,
  env: { ...process.env, INIT_CWD: REPOSITORY, ...environment },
});

/** Runs a command as `npm run NAME` does, from the root of the repository. */
export function runCommandLine(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): CommandResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, argumentsOf(name, args), {
    ...optionsOf(environment),
    encoding: 'utf8',
  });
  return { exitCode: status, stdout, stderr };
}

/** The same in the background. */
export function startCommandLine(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { readonly child: ChildProcess; readonly ended: Promise<CommandResult> } {
  const child = spawn(process.execPath, argumentsOf(name, args), optionsOf(environment));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<CommandResult>((resolve) =>
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr })),
  );
  return { child, ended };
}
