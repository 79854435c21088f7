import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { switchObjectKey } from '@active-active/dns';
import { globalReplicationGroupId } from '@active-active/global-cache';
import { LocalCloudClient, type ServiceEndpoint } from '@active-active/local-cloud';
import { type AwsRegion, type Environment, parseEnvironment, regionsOf } from '@active-active/region-matrix';
import {
  FisClient,
  GetExperimentCommand,
  ListExperimentTemplatesCommand,
  StartExperimentCommand,
  StopExperimentCommand,
} from '@aws-sdk/client-fis';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { loadEnvironment } from '../src/load-environment';
import { type Loose, synthesised } from '../test/matrices';
import { type CommandResult, runCommandLine } from '../test/run-command';

/** The whole life of a local system, in order: each step goes on from what the one before has left. */
const environment = loadEnvironment('local');
const regions = regionsOf(environment);
const { stacks, templates } = synthesised(changed(() => undefined));

/** What has a part for each region: roles, registries, homes of items, latency records, what watches them. */
const STACKS_THAT_KNOW_REGIONS = [
  'iam',
  'ecr-replication',
  'home-regions',
  'dns-routing',
  ...regions.map((region) => `observability-${region}`),
  'observability',
  'monitoring-dashboard',
];

/** The environment as the test applies it, with a change to its matrix. */
function changed(change: (matrix: Loose) => void): Environment {
  const matrix: Loose = { ...JSON.parse(JSON.stringify(environment)), stateBackend: 's3' };
  change(matrix);
  return parseEnvironment(matrix);
}

/**
 * Stacks that another matrix makes, or makes otherwise. All others are, byte for byte, those that have just been planned
 * without a change.
 */
function differingStacks(other: Environment): readonly string[] {
  const { stacks: all, templates: others } = synthesised(other);
  return all.map(({ name }) => name).filter((name) => others[name] !== templates[name]);
}

/** Stacks by the regions that a plan of them needs; those that need every region are left out. */
function stacksByPlanRegions(): readonly { readonly needed: readonly string[]; readonly names: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { name, planRegions } of stacks) {
    if (planRegions.length === regions.length) continue;
    const key = [...planRegions].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([key, names]) => ({ needed: key.split(' '), names }));
}

let folder: string;
let target: readonly string[];
const seconds: Record<string, number> = {};

beforeAll(() => {
  // Given by a runner that takes down what a stopped test has left.
  folder = process.env['E2E_FOLDER'] ?? mkdtempSync(join(tmpdir(), 'platform-e2e-'));
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

interface HealthCheckStatus {
  readonly type: string;
  readonly healthy: boolean;
  readonly name: string;
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

const choosing = (names: readonly string[]) => names.flatMap((name) => ['--stack', name]);

/** A changed matrix as the commands are given it, which say themselves where the state is. */
function written(file: string, change: (matrix: Loose) => void): Environment {
  const matrix: Loose = JSON.parse(JSON.stringify(environment));
  change(matrix);
  writeFileSync(file, JSON.stringify(matrix));
  return changed(change);
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

/** Waits for a state, for at most half a minute. */
async function expectBecomes<T>(wanted: T, statusOf: () => Promise<T | undefined>): Promise<void> {
  const deadline = performance.now() + 30_000;
  let status: T | undefined;
  while ((status = await statusOf()) !== wanted && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(status).toBe(wanted);
}

describe('the whole system on one machine', () => {
  it('comes up: every stack of three regions is applied', () => {
    const { exitCode, stdout, stderr } = timed('up', () => runCommandLine('up', target));
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain('https://api.local.myapp.com');
  });

  it('serves in every region: an order that is repeated elsewhere is the same order', async () => {
    const client = await LocalCloudClient.connect(join(folder, 'local-cloud'));
    const { services } = await client.service<{ services: readonly ServiceEndpoint[] }>('ecs', 'GET', 'endpoints');
    expect(services.map(({ region }) => region).sort()).toEqual([...regions].sort());
    const place = async ({ url }: ServiceEndpoint) => {
      const answer = await fetch(`${url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'the-same-everywhere' },
        body: JSON.stringify({ customerId: 'customer-1', lines: [{ sku: 'book', quantity: 1 }] }),
      });
      const { orderId } = (await answer.json()) as { orderId?: string };
      return { status: answer.status, orderId };
    };
    const [first, ...repeated] = [await place(services[0]!), await place(services[1]!), await place(services[2]!)];
    expect(first).toEqual({ status: 201, orderId: expect.any(String) });
    expect(repeated).toEqual([first, first]);
  });

  it('pauses the replication of the table by an experiment that was applied, and goes on when it is stopped', async () => {
    const client = await LocalCloudClient.connect(join(folder, 'local-cloud'));
    const region = 'us-east-1';
    const fis = new FisClient({
      region,
      endpoint: client.endpoint,
      credentials: { accessKeyId: environment.account, secretAccessKey: 'local' },
    });
    try {
      const { experimentTemplates = [] } = await fis.send(new ListExperimentTemplatesCommand({}));
      const name = 'local-use1-pause-replication';
      const experimentTemplateId = experimentTemplates.find(({ tags }) => tags?.['Name'] === name)?.id;
      const { experiment } = await fis.send(new StartExperimentCommand({ experimentTemplateId, clientToken: name }));
      const id = experiment?.id;
      const statusOf = async () => (await fis.send(new GetExperimentCommand({ id }))).experiment?.state?.status;
      await expectBecomes('running', statusOf);
      const pausedLinks = async () => (await client.faults()).links.filter(({ paused }) => paused).length;
      // Both ways between this region and each of the two others.
      await expectBecomes(4, pausedLinks);
      await fis.send(new StopExperimentCommand({ id }));
      await expectBecomes('stopped', statusOf);
      await expectBecomes(0, pausedLinks);
    } finally {
      fis.destroy();
    }
  });

  it('plans no changes', () => {
    const { exitCode, stacks: planned } = plan('plan');
    expect(others('unchanged', planned)).toEqual([]);
    expect(planned).toHaveLength(stacks.length);
    expect(exitCode).toBe(0);
  });

  it('plans a change of the image in the service stacks and nowhere else', () => {
    const file = join(folder, 'image.json');
    const differing = differingStacks(written(file, (matrix) => (matrix['workload'].image = { tag: 'v1.0.1' })));
    expect([...differing].sort()).toEqual(regions.map((region) => `ecs-service-${region}`).sort());
    const { exitCode, stacks: planned } = plan('plan of an image', '--environment', file, ...choosing(differing));
    expect(others('changed', planned)).toEqual([]);
    expect(planned).toHaveLength(differing.length);
    expect(exitCode).toBe(2);
  });

  // What plans while only these regions live also plans while any one of the others is dark.
  it.each(stacksByPlanRegions())('plans what needs $needed while every other region is dark', ({ needed, names }) => {
    const dark = regions.filter((region) => !needed.includes(region));
    for (const region of dark) {
      expect(runLocal('fault', 'region', region, '--mode', 'refuse')).toMatchObject({ exitCode: 0 });
    }
    try {
      const { stacks: planned } = plan(`plan without ${dark.join(' and ')}`, ...choosing(names));
      expect(others('unchanged', planned)).toEqual([]);
      expect(planned).toHaveLength(names.length);
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
  });

  it('plans no changes after DNS has failed a region over', async () => {
    const evacuated = 'eu-west-1';
    const client = await LocalCloudClient.connect(join(folder, 'local-cloud'));
    const { evacuationSwitchRegion } = environment.derived.regions[evacuated];
    const s3 = new S3Client({
      region: evacuationSwitchRegion,
      endpoint: client.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: environment.account, secretAccessKey: 'local' },
    });
    const object = {
      Bucket: environment.derived.regions[evacuationSwitchRegion].names.bucketEvacuationSwitch,
      Key: switchObjectKey(evacuated),
    };
    const unhealthy = async () =>
      Object.values(await client.service<Record<string, HealthCheckStatus>>('route53', 'GET', 'health-checks'))
        .filter(({ type, healthy }) => type === 'CALCULATED' && !healthy)
        .map(({ name }) => name);
    expect(await unhealthy()).toEqual([]);
    await s3.send(new PutObjectCommand({ ...object, Body: '' }));
    try {
      expect(await unhealthy()).toEqual([expect.stringContaining(evacuated)]);
      const { stacks: planned } = plan('plan after a DNS fail-over', ...choosing(['dns-*', 'evacuation-switch-*']));
      expect(others('unchanged', planned)).toEqual([]);
      expect(planned).toHaveLength(2 + regions.length);
    } finally {
      await s3.send(new DeleteObjectCommand(object));
      s3.destroy();
    }
  });

  it('plans a new region in its own stacks and in the global ones that must know it', () => {
    const added = 'ca-central-1';
    const file = join(folder, 'added.json');
    const differing = differingStacks(
      written(file, (matrix) => {
        matrix['regions'][added] = { key: 'cac1', cidr: '10.240.0.0/16', trafficShare: 25 };
      }),
    );
    const [own, running] = [true, false].map((isOwn) => differing.filter((name) => name.endsWith(added) === isOwn));
    expect(running).toEqual(STACKS_THAT_KNOW_REGIONS);
    const { stacks: planned } = plan('plan of a new region', '--environment', file, ...choosing(differing));
    // What reads a stack that is not there yet is planned after that one has been applied.
    const waits = ({ error = '' }: PlannedStack) => error.startsWith('not applied yet');
    expect(planned.filter(waits).map(({ name }) => name)).toEqual(
      ['ecs-service', 'observability', 'fault-injection'].map((concern) => `${concern}-${added}`),
    );
    const rest = planned.filter((stack) => !waits(stack));
    expect(others('changed', rest)).toEqual([]);
    expect(rest).toHaveLength(own!.length + running!.length - 3);
  });

  it('goes down: the cache is failed back, all is destroyed, and nothing is left that runs', () => {
    const { exitCode, stdout, stderr } = timed('down', () => runCommandLine('down', target));
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain(`failing back to ${environment.primaryRegion}`);
    const processes = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
    expect(processes.split('\n').filter((line) => line.includes(folder))).toEqual([]);
    expect(readdirSync(folder)).not.toContain('local-cloud');
  });
});
