import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LocalCloudError } from '../errors';
import { FileLock } from '../supervisor/file-lock';
import { findPython, versionOf } from './python';

/** Written last: what has it is whole. */
const MARKER = 'made-from.json';

/** What a virtual environment was made from. */
interface Origin {
  /** SHA-256 of its requirements. */
  readonly requirements: string;
  /** '3.12': packages are for one minor version, and the interpreter is a link that may lead to another one later. */
  readonly python: string;
}

/** A Python virtual environment inside the repository. */
export interface VirtualEnvironment {
  /** Its folder; `<directory>-lock` beside it keeps two set-ups apart. */
  readonly directory: string;
  /** A requirements file with hashes. */
  readonly requirements: string;
  /** What is installed, for people: 'moto, ministack and valkey'. */
  readonly contents: string;
  readonly megabytes: number;
  /** Modules that must load afterwards. */
  readonly modules: readonly string[];
}

/** Its interpreter. */
export function interpreterOf({ directory }: Pick<VirtualEnvironment, 'directory'>): string {
  return join(directory, 'bin/python');
}

/**
 * Sees to it that the virtual environment holds exactly what its requirements say. Made once; made again when that file
 * or the version of its interpreter has changed. Instances share it, so a lock of its own keeps two set-ups apart.
 *
 * It is made beside its place and renamed into it, so that an interrupted set-up leaves nothing that looks whole. The
 * scripts in its bin folder name the first place and are therefore never used: everything runs as `python -m`.
 *
 * @throws LocalCloudError that says what to install or where to point pip
 */
export async function ensureVirtualEnvironment(
  environment: VirtualEnvironment,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (await isWhole(environment)) return;
  const onWait = () => progress('another process makes the virtual environment; waiting for it');
  const lock = await FileLock.waitFor(`${environment.directory}-lock`, onWait, { signal });
  try {
    if (!(await isWhole(environment))) await make(environment, progress, signal);
  } finally {
    lock.release();
  }
}

async function make(
  environment: VirtualEnvironment,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const started = Date.now();
  const python = await findPython();
  const origin: Origin = { requirements: digestOf(environment.requirements), python: minorOf(python.version) };
  progress(`python ${python.version}: making a virtual environment (once; about ${environment.megabytes} MB)`);
  removeLeftovers(environment.directory);
  const temporary = `${environment.directory}.${process.pid}`;
  try {
    await runOrExplain(python.command, ['-m', 'venv', temporary], explainVenv, signal);
    progress(`installing ${environment.contents} from ${basename(environment.requirements)}, hashes checked`);
    const pip = [
      '-m',
      'pip',
      'install',
      '--require-hashes',
      '--no-input',
      '--disable-pip-version-check',
      '--quiet',
      '-r',
    ];
    const interpreter = interpreterOf({ directory: temporary });
    await runOrExplain(interpreter, [...pip, environment.requirements], explainPip, signal);
    await runOrExplain(interpreter, ['-c', `import ${environment.modules.join(', ')}`], explainImport, signal);
    writeFileSync(join(temporary, MARKER), `${JSON.stringify(origin)}\n`);
    rmSync(environment.directory, { recursive: true, force: true });
    renameSync(temporary, environment.directory);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  progress(`virtual environment made in ${Math.round((Date.now() - started) / 1000)} s`);
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Whether it is of these requirements, and its interpreter runs and is still of the version that the packages are for. */
async function isWhole(environment: VirtualEnvironment): Promise<boolean> {
  const origin = originOf(environment);
  if (origin?.requirements !== digestOf(environment.requirements)) return false;
  return minorOf((await versionOf(interpreterOf(environment))) ?? '') === origin.python;
}

function originOf({ directory }: VirtualEnvironment): Origin | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, MARKER), 'utf8')) as Origin;
  } catch {
    return undefined;
  }
}

/** '3.12' of '3.12.1' */
function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** What an interrupted set-up has left. */
function removeLeftovers(environment: string): void {
  const directory = dirname(environment);
  for (const entry of readdirSync(directory)) {
    if (entry.startsWith(`${basename(environment)}.`)) rmSync(join(directory, entry), { recursive: true, force: true });
  }
}

async function runOrExplain(
  command: string,
  args: readonly string[],
  explain: (output: string) => string,
  signal?: AbortSignal,
): Promise<void> {
  const output: string[] = [];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PYTHONNOUSERSITE: '1' },
    });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Ctrl-C in a terminal reaches pip too; its failure is then no news.
  signal?.throwIfAborted();
  if (code !== 0) throw new LocalCloudError(explain(output.join('')));
}

function explainVenv(output: string): string {
  return `python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv\n${lastLines(output)}`;
}

function explainImport(output: string): string {
  return `the packages of the virtual environment are installed, but do not load on this machine\n${lastLines(output)}`;
}

/** Tells an index that cannot be reached from a package that does not fit: the remedies differ. */
export function explainPip(output: string): string {
  if (/THESE PACKAGES DO NOT MATCH THE HASHES/.test(output)) {
    return `a package differs from the one in requirements.txt: the index serves something else\n${lastLines(output)}`;
  }
  if (/No space left on device/.test(output)) return 'the disk is full: a virtual environment needs about 350 MB';
  const unreachable =
    /connection (broken|refused|reset)|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Could not fetch URL|Temporary failure in name resolution|from versions: none/i;
  if (unreachable.test(output)) {
    return (
      'pip cannot reach a Python package index. Point it at a reachable one (PIP_INDEX_URL=…, PIP_PROXY=…, or ' +
      'PIP_CERT=… behind a proxy that re-signs TLS), or at a folder of wheels for requirements.txt ' +
      `(PIP_NO_INDEX=1 PIP_FIND_LINKS=…), and run the command again\n${lastLines(output)}`
    );
  }
  return `pip could not install requirements.txt\n${lastLines(output)}`;
}

function lastLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines
    .slice(-4)
    .map((line) => `  ${line.slice(0, 300)}`)
    .join('\n');
}
