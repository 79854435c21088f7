import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { globalReplicationGroupId } from '@active-active/global-cache';
import { LocalCloudClient } from '@active-active/local-cloud';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import { type CommandResult, runCommandLine } from '../test/run-command';

/** A stack as `npm run plan -- --json` tells it. */
export interface PlannedStack {
  readonly name: string;
  readonly status: 'unchanged' | 'changed' | 'failed';
  readonly error?: string;
}

/** A local cloud of its own with its stacks, their state in its buckets; keeps how long each step took. */
export class LocalSystem {
  // Given by a runner that takes down what a stopped test has left.
  readonly folder = process.env['E2E_FOLDER'] ?? mkdtempSync(join(tmpdir(), 'platform-e2e-'));
  private readonly stateFolder = join(this.folder, 'local-cloud');
  private readonly seconds = new Map<string, number>();

  /** Runs a command of the platform on it. */
  run(command: 'up' | 'plan' | 'down', step: string = command, ...args: readonly string[]): CommandResult {
    const target = ['--local-cloud-dir', this.stateFolder, '--output', join(this.folder, 'cdktf.out'), '--state', 's3'];
    const started = performance.now();
    const result = runCommandLine(command, [...target, ...args]);
    this.seconds.set(step, (performance.now() - started) / 1000);
    return result;
  }

  plan(
    step: string,
    { stacks = [], matrix }: { readonly stacks?: readonly string[]; readonly matrix?: string } = {},
  ): { readonly exitCode: number | null; readonly stacks: readonly PlannedStack[] } {
    const chosen = stacks.flatMap((name) => ['--stack', name]);
    const environment = matrix === undefined ? [] : ['--environment', matrix];
    const { exitCode, stdout, stderr } = this.run('plan', step, '--json', ...environment, ...chosen);
    if (!stdout.startsWith('{')) throw new Error(stderr);
    return { exitCode, stacks: JSON.parse(stdout).stacks };
  }

  /** `npm run local -- ...` */
  local(...args: readonly string[]): CommandResult {
    const entry = join(__dirname, '../../local-cloud/src/cli.ts');
    const node = ['--conditions=@active-active/source', '--import', 'tsx', entry];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...node, ...args, '--state-dir', this.stateFolder],
      { encoding: 'utf8' },
    );
    return { exitCode: status, stdout, stderr };
  }

  client(): Promise<LocalCloudClient> {
    return LocalCloudClient.connect(this.stateFolder);
  }

  /** What a runbook does with `aws elasticache failover-global-replication-group`. */
  async promoteCache({ primaryRegion, account, derived }: Environment, region: AwsRegion): Promise<void> {
    const { endpoint } = await this.client();
    const { globalReplicationGroupSuffix, replicationGroup } = derived.regions[region].names;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${primaryRegion}/elasticache/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams({
        Action: 'FailoverGlobalReplicationGroup',
        Version: '2015-02-02',
        GlobalReplicationGroupId: globalReplicationGroupId(primaryRegion, globalReplicationGroupSuffix) ?? '',
        PrimaryRegion: region,
        PrimaryReplicationGroupId: replicationGroup,
      }),
    });
    if (!response.ok) throw new Error(`the cache was not promoted: ${response.status} ${await response.text()}`);
  }

  /** A line a step. */
  timings(): string {
    return [...this.seconds].map(([step, time]) => `${step}: ${time.toFixed(0)} s`).join('\n');
  }

  remove(): void {
    // When a step has failed, what runs must not outlive the test.
    this.local('down', '--purge');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
