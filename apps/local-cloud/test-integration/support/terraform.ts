import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { clientEnvironment } from '../../src';
import type { TestCloud } from './cloud';

const MIRROR_FOLDER = 'registry.terraform.io';

/** The real Terraform with the real provider, on one configuration, against a test's own local cloud. */
export class TerraformBench {
  private readonly directory: string;

  /** @param configuration - the configuration in Terraform's JSON; its providers need no endpoints */
  constructor(
    private readonly cloud: TestCloud,
    name: string,
    configuration: object,
  ) {
    this.directory = join(cloud.directory, 'terraform', name);
    mkdirSync(this.directory, { recursive: true });
    writeFileSync(join(this.directory, 'main.tf.json'), JSON.stringify(configuration));
    this.run('init', '-input=false');
  }

  apply(...flags: readonly string[]): void {
    this.run('apply', '-input=false', '-auto-approve', ...flags);
  }

  destroy(): void {
    this.run('destroy', '-input=false', '-auto-approve');
  }

  /** What a plan would change; empty when it changes nothing. */
  plan(...flags: readonly string[]): string {
    const { status, output } = this.call('plan', '-input=false', '-detailed-exitcode', ...flags);
    if (status === 0) return '';
    if (status === 2) return output;
    throw new Error(`terraform plan failed:\n${output}`);
  }

  /** The values of the configuration's outputs. */
  outputs(): Record<string, unknown> {
    const all = JSON.parse(this.run('output', '-json')) as Record<string, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(all).map(([name, { value }]) => [name, value]));
  }

  private run(...args: readonly string[]): string {
    const { status, output } = this.call(...args);
    if (status !== 0) throw new Error(`terraform ${args[0]} failed:\n${output}`);
    return output;
  }

  private call(...args: readonly string[]): { status: number | null; output: string } {
    const { status, stdout, stderr, error } = spawnSync(
      'terraform',
      [...args, ...(args[0] === 'output' ? [] : ['-no-color'])],
      {
        cwd: this.directory,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...clientEnvironment(this.cloud.instance),
          ...providerSource(this.directory),
          CHECKPOINT_DISABLE: '1',
          TF_IN_AUTOMATION: '1',
        },
      },
    );
    if (error !== undefined) throw error;
    return { status, output: `${stdout}${stderr}` };
  }
}

/** Providers come from a mirror on this machine where there is one, and from the public registry otherwise. */
function providerSource(directory: string): Record<string, string | undefined> {
  const own = process.env['TF_CLI_CONFIG_FILE'];
  if (own !== undefined && existsSync(own)) return {};
  const mirror = process.env['TF_PLUGIN_MIRROR'] ?? findMirror();
  if (mirror === undefined) return { TF_CLI_CONFIG_FILE: undefined };
  const file = join(directory, 'terraform.tfrc');
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  return { TF_CLI_CONFIG_FILE: file };
}

function findMirror(): string | undefined {
  const roots = ['/opt', '/usr/local/share', '/usr/share', join(homedir(), '.terraform.d')];
  const candidates = roots.flatMap((root) => [root, ...foldersOf(root)]);
  const found = candidates.map((folder) => join(folder, MIRROR_FOLDER)).find((folder) => existsSync(folder));
  return found === undefined ? undefined : dirname(found);
}

function foldersOf(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name));
  } catch {
    return [];
  }
}
