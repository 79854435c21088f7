import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalCloudError } from '../errors';

const run = promisify(execFile);

const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const OLDEST_MINOR = 10;
/** What the interpreter says of itself: its version, and whether the modules are there that some packagers leave out. */
const QUESTION = `
import json, sys
def has(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False
print(json.dumps({"version": list(sys.version_info[:3]), "missing": [m for m in ("venv", "ensurepip", "sqlite3", "ssl") if not has(m)]}))
`;

export interface Python {
  readonly command: string;
  readonly version: string;
}

interface Answer {
  readonly version: readonly [number, number, number];
  readonly missing: readonly string[];
}

/**
 * Finds a Python of 3.10 or newer that can make virtual environments. `PYTHON` in the environment names one explicitly.
 *
 * @throws LocalCloudError that says what was found and what to install
 */
export async function findPython(environment: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const named = environment['PYTHON'];
  const rejected: string[] = [];
  for (const command of named ? [named] : CANDIDATES) {
    const answer = await ask(command, environment);
    if (answer === undefined) {
      if (named) rejected.push(`PYTHON=${named} does not run`);
      continue;
    }
    const problem = problemOf(answer);
    if (problem === undefined) return { command, version: answer.version.join('.') };
    rejected.push(`${command} ${problem}`);
  }
  const found = rejected.length === 0 ? 'none was found on PATH' : rejected.join('; ');
  throw new LocalCloudError(
    `the local cloud needs Python 3.10 or newer with venv and sqlite3 (${found}); install one (Debian and Ubuntu: ` +
      `apt install python3 python3-venv, macOS: brew install python@3.12), or name one in the environment variable PYTHON`,
  );
}

/** The version of an interpreter: `undefined` when it does not run. */
export async function versionOf(command: string): Promise<string | undefined> {
  return (await ask(command, process.env))?.version.join('.');
}

async function ask(command: string, environment: NodeJS.ProcessEnv): Promise<Answer | undefined> {
  try {
    const { stdout } = await run(command, ['-I', '-c', QUESTION], { env: environment, timeout: 30_000 });
    return JSON.parse(stdout) as Answer;
  } catch {
    return undefined;
  }
}

function problemOf({ version, missing }: Answer): string | undefined {
  const [major, minor] = version;
  if (major !== 3 || minor < OLDEST_MINOR) return `is ${version.join('.')}`;
  return missing.length > 0 ? `lacks the module ${missing.join(', ')}` : undefined;
}
