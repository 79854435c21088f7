import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientEnvironment, providerInstallation } from '../../src';
import type { TestCloud } from './cloud';

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
          ...providerInstallation(this.directory),
          ...clientEnvironment(this.cloud.instance),
          CHECKPOINT_DISABLE: '1',
          TF_IN_AUTOMATION: '1',
        },
      },
    );
    if (error !== undefined) throw error;
    return { status, output: `${stdout}${stderr}` };
  }
}
