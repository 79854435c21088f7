import { once } from 'node:events';
import { type Server, createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonBody } from '../../../src/gateway/aws-request';
import type { OverlayHost } from '../../../src/gateway/overlay';
import { TaskPlane } from '../../../src/gateway/services/ecs/task-plane';
import { forcedDeploymentsOf, servicesOf } from '../../../src/gateway/services/ecs/services';
import type { ComponentSpec } from '../../../src/supervisor/component';
import { waitFor } from '../../../src/waiting';
import { OverlayBench } from '../../support/overlays';
import { ACCOUNT } from '../../support/requests';

const [US, EU] = ['us-east-1', 'eu-west-1'];
const IMAGE = { command: '/bin/program', args: [], environment: {} };

interface Running {
  readonly spec: ComponentSpec;
  readonly ready: Promise<number>;
  /** Makes it not ready. */
  readonly fail: (how: string) => void;
  server?: Server;
}

/** Runs servers that answer with their GREETING where the supervisor would run processes. */
class Supervisor {
  readonly running = new Map<string, Running>();
  /** What each start waits for. */
  starting: (spec: ComponentSpec) => Promise<void> = () => Promise.resolve();
  stopping: () => Promise<void> = () => Promise.resolve();

  ensure(spec: ComponentSpec): Promise<number> {
    const known = this.running.get(spec.name);
    if (known !== undefined) return known.ready;
    let fail: Running['fail'] = () => undefined;
    const failed = new Promise<never>((_, reject) => (fail = (how) => reject(new Error(`${spec.name} ${how}`))));
    failed.catch(() => undefined);
    const running: Running = { spec, fail, ready: Promise.race([failed, this.start(spec)]) };
    running.ready.catch(() => undefined);
    this.running.set(spec.name, running);
    return running.ready;
  }

  async stop(name: string): Promise<void> {
    const running = this.running.get(name);
    this.running.delete(name);
    running?.fail('is stopped');
    running?.server?.close();
    if (running !== undefined) await this.stopping();
  }

  /** As one that has died too often is. */
  die(name: string): void {
    const { spec, server } = this.running.get(name)!;
    server?.close();
    const ready = Promise.reject(new Error(`${name} ended with exit code 1`));
    ready.catch(() => undefined);
    this.running.set(name, { spec, ready, fail: () => undefined });
  }

  private async start(spec: ComponentSpec): Promise<number> {
    await this.starting(spec);
    const running = this.running.get(spec.name);
    if (running?.spec !== spec || spec.readiness?.kind !== 'tcp') throw new Error('it was stopped');
    running.server = createServer((_, answer) => answer.end(spec.env?.['GREETING']));
    await once(running.server.listen(spec.readiness.port, '127.0.0.1'), 'listening');
    return spec.readiness.port;
  }
}

let supervisor: Supervisor;
let plane: TaskPlane;
let host: OverlayHost;
/** Each region's task definition. */
let greetings: Record<string, string>;

beforeEach(() => {
  supervisor = new Supervisor();
  greetings = { [US]: 'v1', [EU]: 'v1' };
  const bench = new OverlayBench((request) => {
    if (request.action === 'DescribeServices')
      return { services: [{ taskDefinition: greetings[request.region], desiredCount: 2 }] };
    const { taskDefinition } = jsonBody<{ taskDefinition: string }>(request);
    const environment = [{ name: 'GREETING', value: taskDefinition }];
    return { taskDefinition: { containerDefinitions: [{ image: 'registry.example/orders:v1', environment }] } };
  });
  host = {
    ...bench.host(),
    childEnvironment: (extra) => ({ ...extra }),
    ensureComponent: (spec) => supervisor.ensure(spec),
    stopComponent: (name) => supervisor.stop(name),
  };
  for (const region of [US, EU]) services(region).update((draft) => void (draft[arnIn(region)] = {}));
  plane = new TaskPlane(host);
  plane.serve('http://127.0.0.1:1');
});

afterEach(async () => {
  supervisor.stopping = () => Promise.resolve();
  await plane.stop();
  for (const name of supervisor.running.keys()) await supervisor.stop(name);
});

const services = (region: string) => servicesOf(host.state({ service: 'ecs', account: ACCOUNT, region }));
const arnIn = (region: string) => `arn:aws:ecs:${region}:${ACCOUNT}:service/c/orders`;
const run = () => plane.runImage('orders', IMAGE);
const names = () => [...supervisor.running.keys()].sort();

async function urlIn(region: string): Promise<string> {
  return (await plane.endpoints()).find((each) => each.region === region)?.url ?? '';
}

/** Over a connection of its own. @returns '' when it is refused or cut */
function ask(url: string): Promise<string> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    }).on('error', () => resolve(''));
  });
}

/** Makes what is given wait, until the answer is called. */
function held(): { readonly until: Promise<void>; readonly release: () => void } {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  return { until, release };
}

test('one process runs for each service, and answers by the time that is told', async () => {
  await run();
  expect(names()).toEqual([`ecs-${EU}-orders`, `ecs-${US}-orders`]);
  expect(await ask(await urlIn(US))).toBe('v1');
});

test('where services answer is told while one is being deployed', async () => {
  await run();
  const start = held();
  supervisor.starting = () => start.until;
  greetings[US] = 'v2';
  plane.changed();
  expect(await waitFor(() => supervisor.running.size === 3 || undefined)).toBe(true);
  expect((await plane.endpoints()).map(({ region, taskDefinition }) => `${region} ${taskDefinition}`).sort()).toEqual([
    `${EU} v1`,
    `${US} v2`,
  ]);
  start.release();
});

test('a process answers until its successor does, behind the same port', async () => {
  await run();
  const url = await urlIn(US);
  const start = held();
  supervisor.starting = () => start.until;
  greetings[US] = 'v2';
  plane.changed();
  expect(await waitFor(() => supervisor.running.size === 3 || undefined)).toBe(true);
  expect(await ask(url)).toBe('v1');
  start.release();
  const answers = new Set<string>();
  await waitFor(async () => {
    const answer = await ask(url);
    answers.add(answer);
    return answer === 'v2' || undefined;
  });
  expect([...answers].filter((answer) => answer !== 'v1')).toEqual(['v2']);
  expect(await waitFor(() => supervisor.running.size === 2 || undefined)).toBe(true);
  expect(names()).toEqual([`ecs-${EU}-orders`, `ecs-${US}-orders.2`]);
  greetings[US] = 'v3';
  await run();
  expect(names()).toEqual([`ecs-${EU}-orders`, `ecs-${US}-orders`]);
  expect(await ask(url)).toBe('v3');
});

test('a deployment of what runs already starts nothing', async () => {
  await run();
  const before = [...supervisor.running.values()];
  await run();
  expect([...supervisor.running.values()]).toEqual(before);
});

test('a deployment revives a process that has died too often', async () => {
  await run();
  const url = await urlIn(US);
  supervisor.die(`ecs-${US}-orders`);
  expect(await ask(url)).toBe('');
  await run();
  expect(await ask(url)).toBe('v1');
  expect(supervisor.running.size).toBe(2);
});

test('what does not start is tried again, and until then its predecessor answers', async () => {
  await run();
  const url = await urlIn(US);
  let failures = 0;
  supervisor.starting = () => ((failures += 1) > 1 ? Promise.resolve() : Promise.reject(new Error('exit code 1')));
  greetings[US] = 'v2';
  await expect(run()).rejects.toThrow('exit code 1');
  expect(await ask(url)).toBe('v1');
  expect(await waitFor(async () => ((await ask(url)) === 'v2' ? true : undefined))).toBe(true);
  expect(await waitFor(() => supervisor.running.size === 2 || undefined)).toBe(true);
});

test('a deployment that is forced replaces a process that runs well', async () => {
  await run();
  plane.changed();
  await plane.endpoints();
  expect(names()).toEqual([`ecs-${EU}-orders`, `ecs-${US}-orders`]);
  const forced = forcedDeploymentsOf(host.state({ service: 'ecs', account: ACCOUNT, region: US }));
  forced.update((draft) => void (draft[arnIn(US)] = 1));
  plane.changed();
  expect(await waitFor(() => !names().includes(`ecs-${US}-orders`) || undefined)).toBe(true);
  expect(names()).toEqual([`ecs-${EU}-orders`, `ecs-${US}-orders.2`]);
  expect(await ask(await urlIn(US))).toBe('v1');
});

test('a service that is deleted while it starts leaves no process', async () => {
  const start = held();
  supervisor.starting = () => start.until;
  const failed = run().catch(() => undefined);
  expect(await waitFor(() => supervisor.running.size === 2 || undefined)).toBe(true);
  for (const region of [US, EU]) services(region).update((draft) => void delete draft[arnIn(region)]);
  plane.changed();
  expect(await plane.endpoints()).toEqual([]);
  start.release();
  await failed;
  expect(names()).toEqual([]);
});

test('stopping waits for no process that is being started', async () => {
  supervisor.starting = () => held().until;
  run().catch(() => undefined);
  expect(await waitFor(() => supervisor.running.size === 2 || undefined)).toBe(true);
  let stopped = false;
  void plane.stop().then(() => (stopped = true));
  expect(await waitFor(() => stopped || undefined)).toBe(true);
});

test('stopping waits for a process that the supervisor has been told to end', async () => {
  await run();
  const end = held();
  supervisor.stopping = () => end.until;
  services(US).update((draft) => void delete draft[arnIn(US)]);
  plane.changed();
  expect(await waitFor(() => supervisor.running.size === 1 || undefined)).toBe(true);
  const stopped = plane.stop();
  expect(await Promise.race([stopped, sleep(1_500, 'waits')])).toBe('waits');
  end.release();
  await stopped;
});
