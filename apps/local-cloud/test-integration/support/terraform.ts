import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientEnvironment, providerInstallation } from '../../src';
import type { TestCloud } from './cloud';

/**
 * The real Terraform with the real provider, on one configuration, against a test's own local cloud. It is waited for
 * without blocking, so that the test's clients see which of their kept connections are closed meanwhile.
 */
export class TerraformBench {
  private constructor(
    private readonly cloud: TestCloud,
    private readonly directory: string,
  ) {}

  /** @param configuration - the configuration in Terraform's JSON; its providers need no endpoints */
  static async initialise(cloud: TestCloud, name: string, configuration: object): Promise<TerraformBench> {
    const directory = join(cloud.directory, 'terraform', name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'main.tf.json'), JSON.stringify(configuration));
    const bench = new TerraformBench(cloud, directory);
    await bench.run('init', '-input=false');
    return bench;
  }

  /** @returns what Terraform said */
  apply(...flags: readonly string[]): Promise<string> {
    return this.run('apply', '-input=false', '-auto-approve', ...flags);
  }

  async destroy(): Promise<void> {
    await this.run('destroy', '-input=false', '-auto-approve');
  }

  /** What a plan would change; empty when it changes nothing. */
  async plan(...flags: readonly string[]): Promise<string> {
    const { status, output } = await this.call('plan', '-input=false', '-detailed-exitcode', ...flags);
    if (status === 0) return '';
    if (status === 2) return output;
    throw new Error(`terraform plan failed:\n${output}`);
  }

  /** The values of the configuration's outputs. */
  async outputs(): Promise<Record<string, unknown>> {
    const all = JSON.parse(await this.run('output', '-json')) as Record<string, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(all).map(([name, { value }]) => [name, value]));
  }

  private async run(...args: readonly string[]): Promise<string> {
    const { status, output } = await this.call(...args);
    if (status !== 0) throw new Error(`terraform ${args[0]} failed:\n${output}`);
    return output;
  }

  private async call(...args: readonly string[]): Promise<{ status: number | null; output: string }> {
    const child = spawn('terraform', [...args, ...(args[0] === 'output' ? [] : ['-no-color'])], {
      cwd: this.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...providerInstallation(this.directory),
        ...clientEnvironment(this.cloud.instance),
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, output };
  }
}
