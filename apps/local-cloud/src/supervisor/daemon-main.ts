import { CommandError } from '@active-active/command-line';
import { messageOf } from '../errors';
import { pathsFor } from '../paths';
import { Daemon, type DaemonProps } from './daemon';

/** What `up` hands to the process that it starts, as JSON in one argument. */
export interface DaemonArguments {
  readonly stateDirectory: string;
  readonly port: number | undefined;
  readonly portIsGiven: boolean;
  readonly account: string;
}

/**
 * Runs the local cloud in this process until it is told to stop. Resolves once it serves.
 *
 * @param onStopped - called when everything has been stopped
 */
export async function runDaemon(props: DaemonProps, onStopped: (code: number) => void): Promise<Daemon> {
  const running: { daemon?: Daemon } = {};
  let asked = false;
  const stop = (code: number) => {
    if (asked) return;
    asked = true;
    // While it still starts, the children end with this process (python/local_cloud/parent_watch.py).
    if (running.daemon === undefined) onStopped(code);
    else void running.daemon.stop().then(() => onStopped(code));
  };
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop(0));
  process.on('uncaughtException', (error) => {
    logFailure(error, props.log);
    stop(1);
  });
  running.daemon = await Daemon.start(props);
  return running.daemon;
}

async function main(): Promise<void> {
  const { stateDirectory, ...settings } = JSON.parse(process.argv[2] ?? '{}') as DaemonArguments;
  const log = (message: string) => console.log(`${new Date().toISOString()} ${message}`);
  try {
    await runDaemon({ ...settings, paths: pathsFor(stateDirectory), log }, (code) => process.exit(code));
  } catch (error) {
    logFailure(error, log);
    process.exit(1);
  }
}

/** The message comes last, for `up` shows the last line of the log. What is no matter of the user's has its stack above. */
function logFailure(error: unknown, log: (message: string) => void): void {
  if (error instanceof Error && !(error instanceof CommandError)) log(String(error.stack));
  log(messageOf(error));
}

if (require.main === module) void main();
