import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { switchObjectKey } from '@active-active/dns';
import type { ServiceEndpoint } from '@active-active/local-cloud';
import {
  FisClient,
  GetExperimentCommand,
  ListExperimentTemplatesCommand,
  StartExperimentCommand,
  StopExperimentCommand,
} from '@aws-sdk/client-fis';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  environment,
  regions,
  STACKS_THAT_KNOW_REGIONS,
  STACKS_THAT_NEED_ALL_REGIONS,
  stacksByPlanRegions,
  stacksOfChange,
} from './expected-stacks';
import { LocalSystem, type PlannedStack } from './local-system';

/** The whole life of a local system, in order: each step goes on from what the one before has left. */
const system = new LocalSystem();

afterAll(() => {
  system.remove();
  console.log(system.timings());
});

interface HealthCheckStatus {
  readonly type: string;
  readonly healthy: boolean;
  readonly name: string;
}

const others = (status: PlannedStack['status'], planned: readonly PlannedStack[]) =>
  planned.filter((stack) => stack.status !== status);

/** Asks until the answer is one that is waited for, for at most a minute. @returns the last answer */
async function waitFor<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer) || performance.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function expectBecomes<T>(wanted: T, statusOf: () => Promise<T | undefined>): Promise<void> {
  expect(await waitFor(statusOf, (status) => status === wanted)).toBe(wanted);
}

describe('the whole system on one machine', () => {
  it('comes up: every stack of three regions is applied', () => {
    const { exitCode, stdout, stderr } = system.run('up');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain('https://api.local.myapp.com');
  });

  it('serves in every region: an order that is repeated elsewhere is the same order', async () => {
    const client = await system.client();
    const { services } = await client.service<{ services: readonly ServiceEndpoint[] }>('ecs', 'GET', 'endpoints');
    expect(services.map(({ region }) => region).sort()).toEqual([...regions].sort());
    const tryToPlace = async ({ url }: ServiceEndpoint) => {
      const answer = await fetch(`${url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'the-same-everywhere' },
        body: JSON.stringify({ customerId: 'customer-1', lines: [{ sku: 'book', quantity: 1 }] }),
      });
      const { orderId } = (await answer.json()) as { orderId?: string };
      return { status: answer.status, orderId };
    };
    // A write that a busy machine has not finished in time is unavailable, and a client tries it again.
    const place = (service: ServiceEndpoint) =>
      waitFor(
        () => tryToPlace(service),
        ({ status }) => status !== 503,
      );
    const [first, ...repeated] = [await place(services[0]!), await place(services[1]!), await place(services[2]!)];
    expect(first).toEqual({ status: 201, orderId: expect.any(String) });
    expect(repeated).toEqual([first, first]);
  });

  it('pauses the replication of the table by an experiment that was applied, and goes on when it is stopped', async () => {
    const client = await system.client();
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

  // Every stack is planned here or in the next test, with as many regions dark as it can do without.
  it('plans no changes in what needs every region', () => {
    const names = STACKS_THAT_NEED_ALL_REGIONS;
    const { exitCode, stacks: planned } = system.plan('plan', { stacks: names });
    expect(others('unchanged', planned)).toEqual([]);
    expect(planned).toHaveLength(names.length);
    expect(exitCode).toBe(0);
  });

  // What plans while only these regions live also plans while all do, or while any one of the others is dark.
  it.each(stacksByPlanRegions())(
    'plans no changes in what needs $needed while every other region is dark',
    ({ needed, names }) => {
      const dark = regions.filter((region) => !needed.includes(region));
      for (const region of dark) {
        expect(system.local('fault', 'region', region, '--mode', 'refuse')).toMatchObject({ exitCode: 0 });
      }
      try {
        const { exitCode, stacks: planned } = system.plan(`plan without ${dark.join(' and ')}`, { stacks: names });
        expect(others('unchanged', planned)).toEqual([]);
        expect(planned).toHaveLength(names.length);
        expect(exitCode).toBe(0);
      } finally {
        system.local('fault', 'clear');
      }
    },
  );

  it('plans a change of the image in the service stacks and nowhere else', () => {
    const matrix = join(system.folder, 'image.json');
    const differing = stacksOfChange(matrix, (changed) => (changed['workload'].image = { tag: 'v1.0.1' }));
    expect([...differing].sort()).toEqual(regions.map((region) => `ecs-service-${region}`).sort());
    const { exitCode, stacks: planned } = system.plan('plan of an image', { matrix, stacks: differing });
    expect(others('changed', planned)).toEqual([]);
    expect(planned).toHaveLength(differing.length);
    expect(exitCode).toBe(2);
  });

  it('cannot plan a stack that needs a dark region, and says why', () => {
    system.local('fault', 'region', 'us-east-1', '--mode', 'refuse');
    try {
      const { exitCode, stacks: planned } = system.plan('plan of a dark stack', {
        stacks: ['iam', 'certificate-us-east-1'],
      });
      expect(planned.map(({ status }) => status)).toEqual(['failed', 'failed']);
      expect(planned[0]?.error).toMatch(/IAM/);
      expect(exitCode).toBe(1);
    } finally {
      system.local('fault', 'clear');
    }
  });

  it('plans no changes after the cache has been promoted in another region', async () => {
    await system.promoteCache(environment, 'us-east-1');
    const { stacks: planned } = system.plan('plan after a promotion', { stacks: ['global-cache-*'] });
    expect(others('unchanged', planned)).toEqual([]);
    expect(planned).toHaveLength(2);
  });

  it('plans no changes after DNS has failed a region over', async () => {
    const evacuated = 'eu-west-1';
    const client = await system.client();
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
      const { stacks: planned } = system.plan('plan after a DNS fail-over', {
        stacks: ['dns-*', 'evacuation-switch-*'],
      });
      expect(others('unchanged', planned)).toEqual([]);
      expect(planned).toHaveLength(2 + regions.length);
    } finally {
      await s3.send(new DeleteObjectCommand(object));
      s3.destroy();
    }
  });

  it('plans a new region in its own stacks and in the global ones that must know it', () => {
    const added = 'ca-central-1';
    const matrix = join(system.folder, 'added.json');
    const differing = stacksOfChange(matrix, (changed) => {
      changed['regions'][added] = { key: 'cac1', cidr: '10.240.0.0/16', trafficShare: 25 };
    });
    expect(differing.filter((name) => !name.endsWith(added))).toEqual(STACKS_THAT_KNOW_REGIONS);
    const { stacks: planned } = system.plan('plan of a new region', { matrix, stacks: differing });
    // What reads a stack that is not there yet is planned after that one has been applied.
    const waits = ({ error = '' }: PlannedStack) => error.startsWith('not applied yet');
    const waiting = planned.filter(waits).map(({ name }) => name);
    expect(waiting).toEqual([
      `load-balancer-${added}`,
      `ecs-service-${added}`,
      'dns-routing',
      `observability-${added}`,
      `fault-injection-${added}`,
      'observability',
      'monitoring-dashboard',
    ]);
    const rest = planned.filter((stack) => !waits(stack));
    expect(others('changed', rest)).toEqual([]);
    expect(rest).toHaveLength(differing.length - waiting.length);
  });

  it('goes down: the cache is failed back, all is destroyed, and nothing is left that runs', () => {
    const { exitCode, stdout, stderr } = system.run('down');
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain(`failing back to ${environment.primaryRegion}`);
    const processes = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
    expect(processes.split('\n').filter((line) => line.includes(system.folder))).toEqual([]);
    expect(readdirSync(system.folder)).not.toContain('local-cloud');
  });
});
