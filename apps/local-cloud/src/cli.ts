import { join, resolve } from 'node:path';
import { CommandError, EXIT, parseWords, UsageError } from '@active-active/command-line';
import { connect, coverageCommand, downCommand, envCommand, statusCommand, upCommand } from './cli/commands';
import { parseFault, printFaults } from './cli/fault-command';
import { terminalOutput } from './cli/output';
import { USAGE } from './cli/usage';
import { pathsFor } from './paths';

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  port: { type: 'string' },
  account: { type: 'string' },
  foreground: { type: 'boolean' },
  purge: { type: 'boolean' },
  region: { type: 'string' },
  mode: { type: 'string' },
  lag: { type: 'string' },
  pause: { type: 'boolean' },
  output: { type: 'string' },
  'state-dir': { type: 'string' },
} as const;

/** Options that every command takes; the others belong to the commands named here. */
const BELONGS_TO: Readonly<Record<string, string>> = {
  port: 'up',
  account: 'up',
  foreground: 'up',
  purge: 'down',
  region: 'env',
  mode: 'fault',
  lag: 'fault',
  pause: 'fault',
  output: 'coverage',
};

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (json) console.log(JSON.stringify({ error: error.message }));
    console.error(`error: ${error.message}`);
    return error.exitCode;
  }
}

async function run(args: readonly string[]): Promise<number> {
  const {
    values,
    words: [command, ...words],
  } = parseWords(args, OPTIONS);
  if (values.help === true || command === undefined) {
    console.log(USAGE);
    return values.help === true ? EXIT.ok : EXIT.usage;
  }
  const foreign = Object.keys(values).find((name) => (BELONGS_TO[name] ?? command) !== command);
  if (foreign !== undefined)
    throw new UsageError(`--${foreign} is an option of '${BELONGS_TO[foreign]}', not of '${command}'`);
  if (command !== 'fault' && words.length > 0) throw new UsageError(`unexpected '${words.join(' ')}' after ${command}`);
  const paths = pathsFor(values['state-dir']);
  const output = terminalOutput(values.json === true);
  switch (command) {
    case 'up': {
      const flags = {
        port: portOf(values.port),
        account: accountOf(values.account),
        foreground: values.foreground === true,
      };
      return upCommand(paths, flags, output);
    }
    case 'down':
      return downCommand(paths, values.purge === true, output);
    case 'status':
      return statusCommand(paths, output);
    case 'env':
      return envCommand(paths, values.region, output);
    case 'coverage':
      return coverageCommand(
        paths,
        resolve(values.output ?? join(paths.repository, 'docs/local-cloud-coverage.md')),
        output,
      );
    case 'fault': {
      const action = parseFault(words, { mode: values.mode, lag: values.lag, pause: values.pause === true });
      printFaults(await action(await connect(paths)), output);
      return 0;
    }
    default:
      throw new UsageError(`there is no command '${command}'; see --help`);
  }
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`--port must be between 1 and 65535, got '${text}'`);
  return port;
}

function accountOf(text: string | undefined): string | undefined {
  if (text !== undefined && !/^\d{12}$/.test(text))
    throw new UsageError(`--account must be twelve digits, got '${text}'`);
  return text;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    // The foreground instance has stopped by now; nothing is left to wait for.
    process.exit(code);
  });
}
