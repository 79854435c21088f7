import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join, resolve } from 'node:path';
import { callerPath, UsageError } from '@active-active/command-line';
import { closest, type Environment, EnvironmentError, parseEnvironment } from '@active-active/region-matrix';
import { buildSync } from 'esbuild';

/** Folder of the known environments: `environments/production.ts` is known as `production`. */
const ENVIRONMENTS = resolve(__dirname, '../environments');

/** The environment that a command works on when it is given none. */
export const DEFAULT_ENVIRONMENT = 'production';

/** Names of the known environments, in alphabetical order. */
export function knownEnvironments(): readonly string[] {
  return readdirSync(ENVIRONMENTS)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort();
}

/**
 * Reads and validates an environment.
 *
 * @param nameOrPath a known name, or the path of a `.ts` file (its default export is the matrix) or `.json` file
 * @throws UsageError when there is no such environment or the file cannot be read
 * @throws EnvironmentError with all problems of the matrix
 */
export function loadEnvironment(nameOrPath: string): Environment {
  if (knownEnvironments().includes(nameOrPath)) return loadKnown(nameOrPath);
  const known = knownEnvironments().join(', ');
  const extension = extname(nameOrPath);
  if (extension !== '.ts' && extension !== '.json') {
    const suggestion = closest(nameOrPath, knownEnvironments());
    throw new UsageError(
      `unknown environment '${nameOrPath}'; ${suggestion ? `did you mean '${suggestion}'? Known` : 'known'} are ${known}, or give the path of a .ts or .json file`,
    );
  }
  const path = callerPath(nameOrPath);
  if (!existsSync(path)) {
    throw new UsageError(`no file '${nameOrPath}'; known environments are ${known}`);
  }
  return parseEnvironment(extension === '.json' ? readJson(path) : readModule(path), { source: nameOrPath });
}

/** A known environment must also keep clear of the others that share its account. */
function loadKnown(name: string): Environment {
  const read = (each: string) => readModule(join(ENVIRONMENTS, `${each}.ts`));
  const siblings = knownEnvironments()
    .filter((each) => each !== name)
    .map((each) => parseEnvironment(read(each), { source: each }));
  return parseEnvironment(read(name), { siblings, source: name });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read '${path}' as JSON: ${(error as Error).message}`);
  }
}

/**
 * The default export of a TypeScript file. Packages it imports resolve from this app first and from the file's own
 * folder otherwise, so that a matrix may lie outside the repository and still call `defineEnvironment`.
 */
function readModule(path: string): unknown {
  const code = bundled(path);
  const module: { exports: { default?: unknown } } = { exports: {} };
  try {
    new Function('module', 'exports', 'require', code)(module, module.exports, requireFor(path));
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    throw new UsageError(`cannot load '${path}': ${(error as Error).message}`);
  }
  if (module.exports.default === undefined) {
    throw new UsageError(`'${path}' has no default export; write: export default defineEnvironment({ ... })`);
  }
  return module.exports.default;
}

function requireFor(path: string): (id: string) => unknown {
  const appRequire = createRequire(__filename);
  const ownRequire = createRequire(path);
  return (id) => {
    try {
      return appRequire(id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
      return ownRequire(id);
    }
  };
}

function bundled(path: string): string {
  try {
    const { outputFiles } = buildSync({
      entryPoints: [path],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new UsageError(`cannot compile '${path}': ${(error as Error).message}`);
  }
}
