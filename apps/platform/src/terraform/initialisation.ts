import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_OVERRIDE } from './local-override';
import { readTemplate, type StackTemplate } from './stack-template';

const PROVIDER_LOCK = '.terraform.lock.hcl';

/** What `terraform init` was done for. */
interface Stamp {
  readonly providers: string;
  readonly backend: string;
}

/** Whether a stack must be initialised, and with which arguments; `undefined` when it is for what it needs. */
export function initArguments(directory: string): readonly string[] | undefined {
  const [wanted, done] = [stampOf(directory), readStamp(directory)];
  const isWhole = wanted.providers === digest({}) || existsSync(join(directory, PROVIDER_LOCK));
  if (isWhole && done?.providers === wanted.providers && done.backend === wanted.backend) return undefined;
  // Another backend is another state on purpose: nothing is to be migrated. A new provider version is one on purpose too.
  const upgrade = done !== undefined && done.providers !== wanted.providers;
  return ['init', '-json', '-input=false', '-reconfigure', ...(upgrade ? ['-upgrade'] : [])];
}

export function noteInitialised(directory: string): void {
  mkdirSync(join(directory, '.terraform'), { recursive: true });
  writeFileSync(stampFile(directory), JSON.stringify(stampOf(directory)));
}

export function forgetInitialised(directory: string): void {
  rmSync(stampFile(directory), { force: true });
}

/**
 * Takes the provider's checksums out of a stack's lock file, until the next `terraform init` puts them back. Terraform
 * checks the whole package, some 700 MB, at each command: a fifth of a small stack's plan. That is for what reaches AWS;
 * on the local cloud, the check of the initialisation is enough.
 */
export function trustProviders(directory: string): void {
  const file = join(directory, PROVIDER_LOCK);
  if (!existsSync(file)) return;
  const lock = readFileSync(file, 'utf8');
  const trusted = lock.replace(/^ *hashes = \[\n(?: .*\n)*? *\]\n/gm, '');
  if (trusted === lock) return;
  writeFileSync(`${file}.new`, trusted);
  renameSync(`${file}.new`, file);
}

/** Terraform's word for an initialisation that is not what it should be, whatever the stamp says. */
export function asksForInit(summary: string): boolean {
  return /initialization required|Required plugins are not installed|Inconsistent dependency lock file|Missing required provider/i.test(
    summary,
  );
}

/**
 * Where the stacks share one download of the providers, if they come from the public registry: the provider is 600 MB,
 * and there are some 25 stacks. Terraform trusts its cache only for what a lock file names, and does not lock the cache;
 * so the first stack is initialised alone, and the others take over its lock file.
 */
export class ProviderCache {
  /** The initialisation that downloads, by what it downloads. */
  private readonly first = new Map<string, Promise<boolean>>();

  private constructor(private readonly directory: string) {}

  /**
   * @param directory git-ignored folder of the cache
   * @param environment Terraform's; with a CLI configuration or a cache of the user's own there is nothing to do
   */
  static for(
    directory: string,
    environment: NodeJS.ProcessEnv,
  ): { cache?: ProviderCache; environment: NodeJS.ProcessEnv } {
    if (environment['TF_CLI_CONFIG_FILE'] ?? environment['TF_PLUGIN_CACHE_DIR']) return { environment };
    mkdirSync(directory, { recursive: true });
    return {
      cache: new ProviderCache(directory),
      environment: { ...environment, TF_PLUGIN_CACHE_DIR: directory },
    };
  }

  /** @param init initialises the stack; whether it succeeded */
  async initialise(stackDirectory: string, init: () => Promise<boolean>): Promise<boolean> {
    const { providers } = stampOf(stackDirectory);
    const [shared, own] = [join(this.directory, `${providers}.lock.hcl`), join(stackDirectory, PROVIDER_LOCK)];
    while (!existsSync(shared) && this.first.has(providers)) await this.first.get(providers);
    if (existsSync(shared)) {
      copyFileSync(shared, own);
      return init();
    }
    const first = init().finally(() => this.first.delete(providers));
    this.first.set(providers, first);
    const succeeded = await first;
    if (succeeded && existsSync(own)) copyFileSync(own, shared);
    return succeeded;
  }
}

function stampOf(directory: string): Stamp {
  const { terraform } = readTemplate(directory);
  const override = join(directory, LOCAL_OVERRIDE);
  const overridden = existsSync(override) ? (JSON.parse(readFileSync(override, 'utf8')) as StackTemplate) : undefined;
  return {
    providers: digest(terraform?.required_providers ?? {}),
    backend: digest(overridden?.terraform?.backend ?? terraform?.backend ?? {}),
  };
}

function readStamp(directory: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(stampFile(directory), 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

function stampFile(directory: string): string {
  return join(directory, '.terraform', 'initialised-for.json');
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
