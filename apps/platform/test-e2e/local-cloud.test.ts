import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { globalReplicationGroupId } from '@active-active/global-cache';
import { LocalCloudClient } from '@active-active/local-cloud';
import { type AwsRegion, parseEnvironment, regionsOf } from '@active-active/region-matrix';
import { loadEnvironment } from '../src/load-environment';
import { synthesised } from '../test/matrices';
import { type CommandResult, runCommandLine } from '../test/run-command';

/** The whole life of a local system, in order: each step goes on from what the one before has left. */
const environment = loadEnvironment('local');
const { stacks } = synthesised(parseEnvironment({ ...JSON.parse(JSON.stringify(environment)), stateBackend: 's3' }));

let folder: string;
let target: readonly string[];
const seconds: Record<string, number> = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-e2e-'));
  target = ['--local-cloud-dir', join(folder, 'local-cloud'), '--output', join(folder, 'cdktf.out'), '--state', 's3'];
});

afterAll(() => {
  // When a step has failed, what runs must not outlive the test.
  runLocal('down', '--purge');
  rmSync(folder, { recursive: true, force: true });
  console.log(
    Object.entries(seconds)
      .map(([step, time]) => `${step}: ${time.toFixed(0)} s`)
      .join('\n'),
  );
});

function timed(step: string, run: () => CommandResult): CommandResult {
  const started = performance.now();
  const result = run();
  seconds[step] = (performance.now() - started) / 1000;
  return result;
}

function runLocal(...args: string[]): CommandResult {
  const entry = join(__dirname, '../../local-cloud/src/cli.ts');
  const node = ['--conditions=@active-active/source', '--import', 'tsx', entry];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...node, ...args, '--state-dir', join(folder, 'local-cloud')],
    { encoding: 'utf8' },
  );
  return { exitCode: status, stdout, stderr };
}

interface PlannedStack {
  readonly name: string;
  readonly status: 'unchanged' | 'changed' | 'failed';
  readonly error?: string;
}

function plan(step: string, ...args: string[]): { exitCode: number | null; stacks: readonly PlannedStack[] } {
  const { exitCode, stdout, stderr } = timed(step, () => runCommandLine('plan', [...target, '--json', ...args]));
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return { exitCode, stacks: JSON.parse(stdout).stacks };
}

const others = (status: PlannedStack['status'], planned: readonly PlannedStack[]) =>
  planned.filter((stack) => stack.status !== status);

/** What a runbook does with `aws elasticache failover-global-replication-group`. */
async function promoteCache(region: AwsRegion): Promise<void> {
  const { endpoint } = await LocalCloudClient.connect(join(folder, 'local-cloud'));
  const { primaryRegion, account, derived } = environment;
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
  expect({ status: response.status, text: await response.text() }).toMatchObject({ status: 200 });
}

describe('the whole system on one machine', () => {
  it('comes up: every stack of three regions is applied', () => {
    const { exitCode, stdout, stderr } = timed('up', () => runCommandLine('up', target));
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain('https://api.local.myapp.com');
  });

  it('plans no changes', () => {
    const { exitCode, stacks: planned } = plan('plan');
    expect(others('unchanged', planned)).toEqual([]);
    expect(planned).toHaveLength(stacks.length);
    expect(exitCode).toBe(0);
  });

  it('plans a change of the image in the service stacks and nowhere else', () => {
    const matrix = JSON.parse(JSON.stringify(environment));
    matrix.workload.image = { tag: 'v1.0.1' };
    writeFileSync(join(folder, 'image.json'), JSON.stringify(matrix));
    const { exitCode, stacks: planned } = plan('plan of an image', '--environment', join(folder, 'image.json'));
    const changed = planned.filter(({ status }) => status === 'changed').map(({ name }) => name);
    expect(changed.sort()).toEqual(
      regionsOf(environment)
        .map((region) => `ecs-service-${region}`)
        .sort(),
    );
    expect(planned.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(exitCode).toBe(2);
  });

  it.each(regionsOf(environment))('plans every stack that does not need %s while it is dark', (dark) => {
    const survivors = stacks.filter(({ planRegions }) => !planRegions.includes(dark)).map(({ name }) => name);
    expect(runLocal('fault', 'region', dark, '--mode', 'refuse')).toMatchObject({ exitCode: 0 });
    try {
      const { stacks: planned } = plan(`plan without ${dark}`, ...survivors.flatMap((name) => ['--stack', name]));
      expect(others('unchanged', planned)).toEqual([]);
      expect(planned).toHaveLength(survivors.length);
    } finally {
      runLocal('fault', 'clear');
    }
  });

  it('cannot plan a stack that needs a dark region, and says why', () => {
    runLocal('fault', 'region', 'us-east-1', '--mode', 'refuse');
    try {
      const { exitCode, stacks: planned } = plan(
        'plan of a dark stack',
        '--stack',
        'iam',
        '--stack',
        'certificate-us-east-1',
      );
      expect(planned.map(({ status }) => status)).toEqual(['failed', 'failed']);
      expect(planned[0]?.error).toMatch(/IAM/);
      expect(exitCode).toBe(1);
    } finally {
      runLocal('fault', 'clear');
    }
  });

  it('plans no changes after the cache has been promoted in another region', async () => {
    await promoteCache('us-east-1');
    const { stacks: planned } = plan('plan after a promotion', '--stack', 'global-cache-*');
    expect(others('unchanged', planned)).toEqual([]);
    expect(planned).toHaveLength(3);
    // ElastiCache lets only a secondary leave: before a destroy the cache goes back to where it was made.
    await promoteCache(environment.primaryRegion);
  });

  it('goes down: all is destroyed, and nothing is left that runs', () => {
    const { exitCode, stdout } = timed('down', () => runCommandLine('down', target));
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    const processes = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
    expect(processes.split('\n').filter((line) => line.includes(folder))).toEqual([]);
    expect(readdirSync(folder)).not.toContain('local-cloud');
  });
});
