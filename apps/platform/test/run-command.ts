import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as `npm run NAME` does, from the root of the repository. */
export function runCommandLine(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): CommandResult {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@active-active/source', '--import', 'tsx', join('apps/platform/src/cli', `${name}.ts`), ...args],
    { cwd: REPOSITORY, encoding: 'utf8', env: { ...process.env, INIT_CWD: REPOSITORY, ...environment } },
  );
  return { exitCode: status, stdout, stderr };
}
