import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCloudClient, probe } from '../src';
import type { CacheEndpoints } from '../src/gateway/services/elasticache';
import { command, encodeCommand } from '../src/gateway/services/elasticache/data-plane/resp';
import { type XmlNode, childOf, textOf } from '../src/gateway/xml';
import { waitFor } from '../src/waiting';
import { TestCloud } from './support/cloud';

const cloud = new TestCloud();
const [HOME, NEAR, FAR] = ['eu-west-1', 'us-east-1', 'ap-south-1'] as const;
const GLOBAL_ID = 'gxeiz-cache';
let client: LocalCloudClient;
let endpoints: CacheEndpoints;

beforeAll(async () => {
  await cloud.up();
  client = new LocalCloudClient(cloud.instance.endpoint);
});
afterAll(() => cloud.remove());
afterEach(() => client.clearFaults());

function elasticache(action: string, parameters: Record<string, string>, region: string): Promise<XmlNode> {
  return cloud.query('elasticache', { Action: action, Version: '2015-02-02', ...parameters }, region);
}

const groupId = (region: string) => `cache-${region}`;

/** Creates a group and waits until it, and the Global Datastore if it is a member, can be changed again. */
async function create(region: string, parameters: Record<string, string>): Promise<void> {
  const description = { ReplicationGroupId: groupId(region), ReplicationGroupDescription: 'test' };
  await elasticache('CreateReplicationGroup', { ...description, NumCacheClusters: '2', ...parameters }, region);
  await becomes('available', async () =>
    childOf(
      await elasticache('DescribeReplicationGroups', {}, region),
      'DescribeReplicationGroupsResult',
      'ReplicationGroups',
      'ReplicationGroup',
    ),
  );
}

async function globalBecomes(status: string): Promise<void> {
  await becomes(status, async () =>
    childOf(
      await elasticache('DescribeGlobalReplicationGroups', {}, FAR),
      'DescribeGlobalReplicationGroupsResult',
      'GlobalReplicationGroups',
      'GlobalReplicationGroup',
    ),
  );
}

async function becomes(status: string, describe: () => Promise<XmlNode | undefined>): Promise<void> {
  const done = await waitFor(async () => (textOf(await describe(), 'Status') === status ? true : undefined));
  if (done === undefined) throw new Error(`it does not become ${status}`);
}

const redis = (region: string, ...words: readonly string[]) => command(endpoints[region]?.port ?? 0, ...words);

/** Waits until a key reads so in a region. */
async function reads(region: string, key: string, value: string): Promise<void> {
  const seen = await waitFor(async () => {
    const found = await redis(region, 'GET', key).catch(() => undefined);
    return found === value ? true : undefined;
  });
  if (seen === undefined) throw new Error(`${key} does not become '${value}' in ${region}`);
}

/** Kills a region's server and waits until another runs in its place. */
async function killServer(region: string): Promise<void> {
  const name = `cache-${cloud.instance.account}-${region}-${groupId(region)}`;
  const former = await cloud.kill(name);
  const next = await waitFor(async () => {
    const component = (await probe(cloud.paths))?.components.find((each) => each.name === name);
    return component?.state === 'ready' && component.pid !== former ? true : undefined;
  });
  if (next === undefined) throw new Error(`${name} does not come back`);
}

/** Replies to commands on one connection, after logging in. */
async function loggedIn(region: string, user: string, ...words: readonly string[]): Promise<string> {
  const socket = connect(endpoints[region]?.port ?? 0, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.end(encodeCommand(['AUTH', user, 'any-token']) + encodeCommand(words));
  await new Promise((resolve) => socket.on('close', resolve));
  return text;
}

test('a Global Datastore over three regions has a server in each', async () => {
  const user = {
    UserId: 'app',
    UserName: 'app',
    Engine: 'valkey',
    AccessString: 'on ~* -@all +@read -@dangerous',
    'AuthenticationMode.Type': 'iam',
  };
  await elasticache('CreateUser', user, HOME);
  await elasticache('CreateUserGroup', { UserGroupId: 'app', Engine: 'valkey', 'UserIds.member.1': 'app' }, HOME);
  await create(HOME, {
    Engine: 'valkey',
    CacheNodeType: 'cache.m7g.large',
    AutomaticFailoverEnabled: 'true',
    TransitEncryptionEnabled: 'true',
    'UserGroupIds.member.1': 'app',
  });
  const primary = { GlobalReplicationGroupIdSuffix: 'cache', PrimaryReplicationGroupId: groupId(HOME) };
  await elasticache('CreateGlobalReplicationGroup', primary, HOME);
  await globalBecomes('primary-only');
  for (const region of [NEAR, FAR]) {
    await create(region, { GlobalReplicationGroupId: GLOBAL_ID });
    await globalBecomes('available');
  }
  endpoints = await client.service<CacheEndpoints>('elasticache', 'GET', 'endpoints');
  expect(Object.entries(endpoints).map(([region, { role }]) => [region, role])).toEqual(
    expect.arrayContaining([
      [HOME, 'primary'],
      [NEAR, 'secondary'],
      [FAR, 'secondary'],
    ]),
  );
});

test('a write arrives in the other regions, and only the primary takes one', async () => {
  await redis(HOME, 'SET', 'a', '1');
  for (const region of [NEAR, FAR]) await reads(region, 'a', '1');
  await expect(redis(NEAR, 'SET', 'a', '2')).rejects.toThrow('READONLY');
});

test('a link delays its region by its lag, and a pause holds everything back in that region alone', async () => {
  await client.faultLink(HOME, NEAR, { lagMs: 2_000 });
  const started = performance.now();
  await redis(HOME, 'SET', 'a', '2');
  await reads(NEAR, 'a', '2');
  expect(performance.now() - started).toBeGreaterThanOrEqual(1_999);
  await client.faultLink(HOME, NEAR, { paused: true });
  await redis(HOME, 'SET', 'a', '3');
  await reads(FAR, 'a', '3');
  await sleep(200);
  expect(await redis(NEAR, 'GET', 'a')).toBe('2');
  await client.clearFaults();
  await reads(NEAR, 'a', '3');
});

test('a user that logs in with a token may do what the access string says', async () => {
  expect(await loggedIn(HOME, 'app', 'GET', 'a')).toContain('\r\n3\r\n');
  expect(await loggedIn(HOME, 'app', 'KEYS', '*')).toContain('NOPERM');
  expect(await loggedIn(HOME, 'stranger', 'GET', 'a')).toContain('WRONGPASS');
});

test('a promotion in an outage: the survivors go on, and the old primary drops what it alone had', async () => {
  for (const region of [NEAR, FAR]) await client.faultLink(HOME, region, { paused: true });
  await redis(HOME, 'SET', 'only-here', '1');
  await client.faultRegion(HOME, 'refuse');
  await expect(redis(HOME, 'GET', 'a')).rejects.toThrow();
  const target = { PrimaryRegion: NEAR, PrimaryReplicationGroupId: groupId(NEAR) };
  await elasticache('FailoverGlobalReplicationGroup', { GlobalReplicationGroupId: GLOBAL_ID, ...target }, NEAR);
  await redis(NEAR, 'SET', 'a', 'new');
  await reads(FAR, 'a', 'new');
  await client.clearFaults();
  await reads(HOME, 'a', 'new');
  expect(await redis(HOME, 'GET', 'only-here')).toBe('');
  await expect(redis(HOME, 'SET', 'a', 'old')).rejects.toThrow('READONLY');
});

test('a server that is killed comes back as what it was, with what it held', async () => {
  await redis(NEAR, 'SET', 'kept', '1');
  // The log on disk is written through every second.
  await sleep(1_200);
  await Promise.all([killServer(NEAR), killServer(HOME)]);
  await reads(NEAR, 'kept', '1');
  await redis(NEAR, 'SET', 'kept', '2');
  for (const region of [HOME, FAR]) await reads(region, 'kept', '2');
  await expect(redis(HOME, 'SET', 'kept', '3')).rejects.toThrow('READONLY');
});

test('after a restart of everything the roles, ports and values are those of before', async () => {
  const before = await client.service<CacheEndpoints>('elasticache', 'GET', 'endpoints');
  await cloud.down();
  await cloud.up();
  client = new LocalCloudClient(cloud.instance.endpoint);
  endpoints = await client.service<CacheEndpoints>('elasticache', 'GET', `endpoints/${GLOBAL_ID}`);
  expect(endpoints).toEqual(before);
  for (const region of [HOME, NEAR, FAR]) await reads(region, 'kept', '2');
});

test('a group that is deleted leaves no server', async () => {
  for (const region of [HOME, FAR]) {
    const leaving = { ReplicationGroupId: groupId(region), ReplicationGroupRegion: region };
    await elasticache(
      'DisassociateGlobalReplicationGroup',
      { GlobalReplicationGroupId: GLOBAL_ID, ...leaving },
      region,
    );
    await globalBecomes(region === FAR ? 'primary-only' : 'available');
    await elasticache('DeleteReplicationGroup', { ReplicationGroupId: groupId(region) }, region);
  }
  expect(Object.keys(await client.service<CacheEndpoints>('elasticache', 'GET', 'endpoints'))).toEqual([NEAR]);
  const names = (await probe(cloud.paths))?.components.map(({ name }) => name) ?? [];
  expect(names.filter((name) => name.startsWith('cache-'))).toHaveLength(1);
});
