import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateExperimentTemplateCommand,
  type ExperimentState,
  FisClient,
  GetExperimentCommand,
} from '@aws-sdk/client-fis';
import { StartExperimentCommand, StopExperimentCommand } from '@aws-sdk/client-fis';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { waitFor } from '../src/waiting';
import { childOf, textOf } from '../src/gateway/xml';
import { DynamoBench, EU, US, failureOf } from './support/dynamodb';

const bench = new DynamoBench();
const { cloud } = bench;
const TABLE = 'orders';
let subnetArns: string[] = [];

interface Action {
  readonly actionId: string;
  readonly targetKey: string;
  readonly resourceType: string;
  readonly resourceArns?: string[];
  readonly parameters?: Record<string, string>;
  readonly targetParameters?: Record<string, string>;
}

const config = () => ({
  region: US,
  endpoint: cloud.instance.endpoint,
  credentials: { accessKeyId: cloud.instance.account, secretAccessKey: 'local' },
  maxAttempts: 1,
});
const fis = () => new FisClient(config());

beforeAll(async () => {
  await bench.up();
  await bench.createGlobalTable(TABLE, [US, EU]);
  const vpc = await cloud.query('ec2', { Action: 'CreateVpc', Version: '2016-11-15', CidrBlock: '10.0.0.0/16' });
  const VpcId = textOf(childOf(vpc, 'vpc'), 'vpcId') ?? '';
  subnetArns = [];
  for (const [index, zone] of ['us-east-1a', 'us-east-1b'].entries()) {
    const subnet = await cloud.query('ec2', {
      Action: 'CreateSubnet',
      Version: '2016-11-15',
      VpcId,
      CidrBlock: `10.0.${index}.0/24`,
      AvailabilityZone: zone,
    });
    const id = textOf(childOf(subnet, 'subnet'), 'subnetId') ?? '';
    subnetArns.push(`arn:aws:ec2:${US}:${cloud.instance.account}:subnet/${id}`);
  }
});
afterAll(() => bench.remove());

async function start({ targetKey, resourceType, resourceArns, targetParameters, ...action }: Action): Promise<string> {
  const { experimentTemplate } = await fis().send(
    new CreateExperimentTemplateCommand({
      description: 'a test',
      roleArn: `arn:aws:iam::${cloud.instance.account}:role/fis`,
      stopConditions: [{ source: 'none' }],
      targets: { it: { resourceType, resourceArns, parameters: targetParameters, selectionMode: 'ALL' } },
      actions: { it: { ...action, targets: { [targetKey]: 'it' } } },
      experimentOptions: { emptyTargetResolutionMode: 'fail' },
    }),
  );
  const started = await fis().send(new StartExperimentCommand({ experimentTemplateId: experimentTemplate?.id }));
  return started.experiment?.id ?? '';
}

async function stateOf(id: string): Promise<ExperimentState> {
  return (await fis().send(new GetExperimentCommand({ id }))).experiment?.state ?? {};
}

async function reaches(id: string, status: string): Promise<void> {
  const reached = await waitFor(async () => ((await stateOf(id)).status === status ? true : undefined));
  if (reached === undefined) throw new Error(`${id} is ${JSON.stringify(await stateOf(id))}, not ${status}`);
}

/** Stops it, and waits until it has let go. */
async function stop(id: string): Promise<void> {
  await fis().send(new StopExperimentCommand({ id }));
  await reaches(id, 'stopped');
}

const pauseReplication = (duration: string): Action => ({
  actionId: 'aws:dynamodb:global-table-pause-replication',
  targetKey: 'Tables',
  resourceType: 'aws:dynamodb:global-table',
  resourceArns: [`arn:aws:dynamodb:${US}:${cloud.instance.account}:table/${TABLE}`],
  parameters: { duration },
});

const open = async () => (await bench.replication.status()).links.filter((link) => link.open).length;
const openIs = (count: number) => waitFor(async () => ((await open()) === count ? true : undefined));
const arrived = async (pk: string) => (await bench.items(EU).get({ TableName: TABLE, Key: { pk } })).Item !== undefined;

test('replication is paused in both directions for as long as the action lasts', async () => {
  const id = await start(pauseReplication('PT6S'));
  expect(await openIs(0)).toBe(true);
  await bench.items(US).put({ TableName: TABLE, Item: { pk: 'paused' } });
  expect(await arrived('paused')).toBe(false);
  await reaches(id, 'completed');
  expect(await waitFor(async () => (await arrived('paused')) || undefined)).toBe(true);
});

test('a disrupted region is cut off until the experiment is stopped', async () => {
  const id = await start({
    actionId: 'aws:network:route-table-disrupt-cross-region-connectivity',
    targetKey: 'Subnets',
    resourceType: 'aws:ec2:subnet',
    resourceArns: subnetArns,
    parameters: { region: EU, duration: 'PT1H' },
  });
  expect(await openIs(0)).toBe(true);
  await stop(id);
  expect(await openIs(2)).toBe(true);
});

test('subnets that are cut off from DynamoDB reach no item', async () => {
  const id = await start({
    actionId: 'aws:network:disrupt-connectivity',
    targetKey: 'Subnets',
    resourceType: 'aws:ec2:subnet',
    resourceArns: subnetArns,
    parameters: { scope: 'dynamodb', duration: 'PT1H' },
  });
  const read = () => bench.items(US, { maxAttempts: 1 }).get({ TableName: TABLE, Key: { pk: 'any' } });
  const failed = () =>
    read().then(
      () => undefined,
      (error: Error) => error,
    );
  expect((await waitFor(failed))?.message).toContain('socket hang up');
  expect((await bench.describe(TABLE, US)).TableStatus).toBe('ACTIVE');
  expect(await arrived('any')).toBe(false);
  await stop(id);
  expect((await read()).Item).toBeUndefined();
});

test('calls that a session of the role signs are throttled, others are not', async () => {
  const iam = new IAMClient(config());
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'task', AssumeRolePolicyDocument: '{}' }));
  const assume = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'a-task' });
  const { Credentials } = await new STSClient(config()).send(assume);
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const id = await start({
    actionId: 'aws:fis:inject-api-throttle-error',
    targetKey: 'Roles',
    resourceType: 'aws:iam:role',
    resourceArns: [Role?.Arn ?? ''],
    parameters: { service: 'ec2', operations: 'DescribeVpcs', percentage: '100', duration: 'PT1H' },
  });
  await reaches(id, 'running');
  const describe = (more: object) => new EC2Client({ ...config(), ...more }).send(new DescribeVpcsCommand({}));
  const throttled = () =>
    describe({ credentials }).then(
      () => undefined,
      (error: Error) => error,
    );
  expect((await waitFor(throttled))?.name).toBe('RequestLimitExceeded');
  expect((await describe({})).Vpcs?.length).toBeGreaterThan(0);
  await stop(id);
  expect((await describe({ credentials })).Vpcs?.length).toBeGreaterThan(0);
});

test('a task that runs is stopped', async () => {
  const ecs = new ECSClient(config());
  await ecs.send(new CreateClusterCommand({ clusterName: 'orders' }));
  const containerDefinitions = [{ name: 'api', image: 'api:1', memory: 64 }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family: 'api', containerDefinitions }));
  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({ cluster: 'orders', taskDefinition: 'api', launchType: 'FARGATE' }),
  );
  const arn = tasks[0]?.taskArn ?? '';
  await start({
    actionId: 'aws:ecs:stop-task',
    targetKey: 'Tasks',
    resourceType: 'aws:ecs:task',
    targetParameters: { cluster: 'orders' },
  });
  const reason = await waitFor(async () => {
    const described = await ecs.send(new DescribeTasksCommand({ cluster: 'orders', tasks: [arn] }));
    // The emulator's tasks end by themselves too, and then say no reason.
    return described.tasks?.[0]?.stoppedReason || undefined;
  });
  expect(reason).toMatch(/^stopped by the FIS experiment EXP/);
});

test('a target that is resolved to nothing fails the experiment', async () => {
  const id = await start({
    ...pauseReplication('PT1H'),
    resourceArns: [`arn:aws:dynamodb:${US}:${cloud.instance.account}:table/none`],
  });
  await reaches(id, 'failed');
  expect(await stateOf(id)).toMatchObject({ reason: 'Target resolution returned empty set: it' });
  expect(await open()).toBe(2);
});

test('errors of DynamoDB, which FIS does not inject, are refused', async () => {
  const failure = await failureOf(
    start({
      actionId: 'aws:fis:inject-api-throttle-error',
      targetKey: 'Roles',
      resourceType: 'aws:iam:role',
      resourceArns: ['arn:aws:iam::123456789012:role/task'],
      parameters: { service: 'dynamodb', operations: 'GetItem', percentage: '100', duration: 'PT1H' },
    }),
  );
  expect(failure.message).toBe("action it has the service 'dynamodb', which is none of ec2, kinesis");
});

test('an instance that was killed goes on with its experiment, and leaves no fault behind when it is stopped', async () => {
  const id = await start(pauseReplication('PT1H'));
  expect(await openIs(0)).toBe(true);
  process.kill(cloud.instance.pid, 'SIGKILL');
  await cloud.up();
  expect(await openIs(0)).toBe(true);
  await stop(id);
  expect(await openIs(2)).toBe(true);
  expect((await bench.admin.faults()).links).toEqual([]);
});
