import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Instance, clientEnvironment } from '@active-active/local-cloud';
import { TABLE_NAME } from './orders-cloud';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command on the orders' table, as an operator runs it. */
export async function ordersCommand(
  instance: Instance,
  name: 'rehome' | 'take-over',
  options: readonly string[],
): Promise<CommandResult> {
  const file = join(__dirname, '..', '..', 'src', 'cli', `${name}.ts`);
  const program = ['--conditions=@active-active/source', '--import', require.resolve('tsx'), file];
  const child = spawn(process.execPath, [...program, '--table', TABLE_NAME, ...options], {
    env: { ...process.env, ...clientEnvironment(instance, 'us-east-1') },
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { stdout, stderr, exitCode: exitCode as number };
}
