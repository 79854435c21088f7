import { spawn, spawnSync } from 'node:child_process';
import { CommandError } from '@active-active/command-line';
import { MINIMUM_TERRAFORM_VERSION } from '@active-active/construct-kit';

/** What a finished Terraform process said. */
export interface TerraformResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error, in the order in which they were printed. */
  readonly output: string;
}

/** The Terraform that is on PATH, called in one directory after another. */
export class Terraform {
  private constructor(
    /** Variables of every call. */
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  /**
   * @param environment variables of every call; see `providerInstallation` for those that choose where providers come from
   * @throws CommandError when there is no Terraform on PATH, or one that is too old
   */
  static find(environment: NodeJS.ProcessEnv = process.env): Terraform {
    const { error, status, stdout } = spawnSync('terraform', ['version', '-json'], {
      env: quiet(environment),
      encoding: 'utf8',
    });
    if (error || status !== 0) {
      throw new CommandError(
        `no working Terraform on PATH, version ${MINIMUM_TERRAFORM_VERSION} or newer is needed; ${HOW_TO_GET_IT}`,
      );
    }
    const version = /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1] ?? 'of an unknown version';
    if (isOlder(version, MINIMUM_TERRAFORM_VERSION)) {
      throw new CommandError(
        `Terraform on PATH is ${version}, ${MINIMUM_TERRAFORM_VERSION} or newer is needed; ${HOW_TO_GET_IT}`,
      );
    }
    return new Terraform(quiet(environment));
  }

  /** Runs one command to its end. An abort kills it and rejects with the signal's reason. */
  run(directory: string, args: readonly string[], signal?: AbortSignal): Promise<TerraformResult> {
    return new Promise((resolve, reject) => {
      const child = spawn('terraform', args, {
        cwd: directory,
        env: this.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(signal ? { signal } : {}),
      });
      let [stdout, output] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      }
      child.on('error', reject);
      child.on('close', (code) => resolve({ exitCode: code ?? 1, stdout, output }));
    });
  }
}

const HOW_TO_GET_IT =
  "run 'mise install' in this repository (mise.toml pins it; tfenv reads .terraform-version), open the dev container, or see https://developer.hashicorp.com/terraform/install";

/**
 * Growth of the heap, in per cent, between two collections of Terraform and its provider. Go's own 100 spends a fifth of
 * the time of a plan on collecting the provider's schema, which stays until the end.
 * @see https://go.dev/doc/gc-guide#GOGC
 */
const GOGC = '400';

function quiet(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { GOGC, ...environment, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' };
}

/** Compares `1.11.4` forms by number; a pre-release counts as its release. */
function isOlder(version: string, minimum: string): boolean {
  const numbers = (text: string) => text.split('-')[0]!.split('.').map(Number);
  const [have, want] = [numbers(version), numbers(minimum)];
  const index = want.findIndex((part, position) => part !== have[position]);
  return index >= 0 && !((have[index] ?? NaN) > want[index]!);
}
