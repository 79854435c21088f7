import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { LocalCloudClient } from '../src';
import { ask } from '../src/ask';
import type { ServiceEndpoint } from '../src/gateway/services/ecs';
import { waitFor } from '../src/waiting';
import { TestCloud } from './support/cloud';

const cloud = new TestCloud();
const REGIONS = ['us-east-1', 'eu-west-1'] as const;
/** Answers with its environment; like any that is deployed without a gap, it ends what it has begun before it ends. */
const PROGRAM = `const server = require('node:http').createServer((_, answer) => answer.end(JSON.stringify(process.env)));
  server.listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => setTimeout(() => server.close(() => process.exit()), 500));`;
let client: LocalCloudClient;

beforeAll(async () => {
  await cloud.up();
  client = new LocalCloudClient(cloud.instance.endpoint);
});
afterAll(() => cloud.remove());
afterEach(() => client.clearFaults());

function ecs(region: string): ECSClient {
  return new ECSClient({
    region,
    endpoint: cloud.instance.endpoint,
    credentials: { accessKeyId: cloud.instance.account, secretAccessKey: 'local' },
  });
}

async function registered(region: string, greeting: string): Promise<string> {
  const { taskDefinition } = await ecs(region).send(
    new RegisterTaskDefinitionCommand({
      family: 'orders',
      containerDefinitions: [
        { name: 'collector', image: 'public.ecr.aws/collector:v1', memory: 64 },
        {
          name: 'orders',
          memory: 256,
          image: `123456789012.dkr.ecr.${region}.amazonaws.com/test/orders:v1`,
          environment: [
            { name: 'GREETING', value: greeting },
            { name: 'PORT', value: '8080' },
          ],
        },
      ],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

async function endpoints(): Promise<readonly ServiceEndpoint[]> {
  return (await client.service<{ services: readonly ServiceEndpoint[] }>('ecs', 'GET', 'endpoints')).services;
}

async function urlIn(region: string): Promise<string> {
  return (await endpoints()).find((each) => each.region === region)?.url ?? '';
}

/** Over a connection of its own: one that is kept ends with its process. */
async function environmentOf(url: string): Promise<Record<string, string>> {
  return (await (await ask(url)).json()) as Record<string, string>;
}

/** Names of the components that run tasks. */
async function taskNames(): Promise<string[]> {
  return (await client.status()).components.flatMap(({ name }) => (name.startsWith('ecs-') ? [name] : [])).sort();
}

test('a service runs as a process with the environment of its task definition, and follows it', async () => {
  for (const region of REGIONS) {
    await ecs(region).send(new CreateClusterCommand({ clusterName: 'c' }));
    const taskDefinition = await registered(region, `hello from ${region}`);
    await ecs(region).send(
      new CreateServiceCommand({ cluster: 'c', serviceName: 'orders', taskDefinition, desiredCount: 2 }),
    );
  }
  expect(await endpoints()).toEqual([]);
  await client.service('ecs', 'PUT', 'images/test/orders', {
    command: process.execPath,
    args: ['-e', PROGRAM],
    environment: { ONLY_HERE: 'yes' },
  });
  expect((await endpoints()).map(({ region }) => region).sort()).toEqual([...REGIONS].sort());
  const url = await urlIn('eu-west-1');
  expect(await environmentOf(url)).toMatchObject({
    GREETING: 'hello from eu-west-1',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: cloud.instance.endpoint,
    ONLY_HERE: 'yes',
  });

  const taskDefinition = await registered('eu-west-1', 'changed');
  await ecs('eu-west-1').send(new UpdateServiceCommand({ cluster: 'c', service: 'orders', taskDefinition }));
  // Whoever asks meanwhile is answered, by the one or the other.
  const changed = await waitFor(async () => ((await environmentOf(url))['GREETING'] === 'changed' ? true : undefined));
  expect(changed).toBe(true);
  expect(await urlIn('eu-west-1')).toBe(url);
  const names = ['ecs-eu-west-1-orders.2', 'ecs-us-east-1-orders'];
  expect(await waitFor(async () => (String(await taskNames()) === String(names) ? true : undefined))).toBe(true);
});

test('a dark region answers nothing, and the others go on', async () => {
  const dark = await urlIn('us-east-1');
  await client.faultRegion('us-east-1', 'refuse');
  await expect(fetch(dark)).rejects.toThrow('fetch failed');
  expect(await environmentOf(await urlIn('eu-west-1'))).toMatchObject({ AWS_REGION: 'eu-west-1' });
  await client.clearFaults();
  expect(await environmentOf(dark)).toMatchObject({ AWS_REGION: 'us-east-1' });
});

test('a restart of the local cloud brings every process back to its port', async () => {
  const url = await urlIn('us-east-1');
  await cloud.down();
  await cloud.up();
  client = new LocalCloudClient(cloud.instance.endpoint);
  const back = await waitFor(async () =>
    (await environmentOf(url).catch(() => undefined)) === undefined ? undefined : true,
  );
  expect(back).toBe(true);
});

test('a deployment that does not start leaves what runs, until one does', async () => {
  const url = await urlIn('us-east-1');
  const deploy = (program: string) =>
    client.service('ecs', 'PUT', 'images/test/orders', { command: process.execPath, args: ['-e', program] });
  await expect(deploy('process.exit(1)')).rejects.toThrow('ended with exit code 1');
  expect(await environmentOf(url)).toMatchObject({ ONLY_HERE: 'yes' });
  await deploy(PROGRAM);
  expect(await environmentOf(url)).not.toHaveProperty('ONLY_HERE');
  expect(await taskNames()).toHaveLength(2);
});

test('a deleted service ends its process', async () => {
  const url = await urlIn('us-east-1');
  await ecs('us-east-1').send(new DeleteServiceCommand({ cluster: 'c', service: 'orders', force: true }));
  expect((await endpoints()).map(({ region }) => region)).toEqual(['eu-west-1']);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
