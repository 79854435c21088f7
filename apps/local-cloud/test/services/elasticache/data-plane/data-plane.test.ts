import { readFileSync } from 'node:fs';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultStore } from '../../../../src/gateway/faults';
import type { OverlayHost } from '../../../../src/gateway/overlay';
import { CacheDataPlane } from '../../../../src/gateway/services/elasticache/data-plane/data-plane';
import { noteAccount } from '../../../../src/gateway/services/elasticache/members';
import { ACCOUNT } from '../../../support/requests';
import { temporaryDirectory } from '../../../support/temporary';
import { CacheBench, groupParameters } from '../bench';

const id = 'gxeiz-cache';

/** Stands in for the supervisor: a "server" says OK to everything and remembers what it was told. */
class FakeServers {
  readonly told: string[] = [];
  readonly configuration = new Map<string, string>();
  readonly refuse = new Set<string>();
  private readonly servers = new Map<string, Server>();
  private readonly sockets = new Set<Socket>();
  private readonly directory = temporaryDirectory();
  readonly faults = new FaultStore(join(this.directory, 'faults.json'));
  readonly host: OverlayHost;

  constructor(bench: CacheBench) {
    this.host = {
      ...bench.bench.host(),
      faults: this.faults,
      dataDirectory: (name) => join(this.directory, name),
      ensureComponent: async ({ name, args, readiness }) => {
        if (this.refuse.has(name)) throw new Error(`${name} does not start`);
        const port = readiness?.kind === 'tcp' ? readiness.port : 0;
        if (!this.servers.has(name)) {
          this.configuration.set(name, args.at(-1) ?? '');
          await this.serve(name, port);
        }
        return port;
      },
      stopComponent: async (name) => {
        this.servers.get(name)?.close();
        this.servers.delete(name);
      },
    };
  }

  get running(): string[] {
    return [...this.servers.keys()].map(regionOf).sort();
  }

  /** The configuration with which the server of a region would be started again. */
  configurationOf(region: string): string {
    const name = [...this.configuration.keys()].find((each) => regionOf(each) === region) ?? '';
    return readFileSync(this.configuration.get(name) ?? '', 'utf8');
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    for (const server of this.servers.values()) server.close();
  }

  private async serve(name: string, port: number): Promise<void> {
    const server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        const words = chunk
          .toString()
          .split('\r\n')
          .filter((line) => line !== '' && !/^[*$]/.test(line));
        this.told.push(`${regionOf(name)}: ${words.join(' ').replace(/127\.0\.0\.1 \d+/, 'LINK')}`);
        socket.write('+OK\r\n');
      });
    });
    this.servers.set(name, server);
    await once(server.listen(port, '127.0.0.1'), 'listening');
  }
}

function regionOf(component: string): string {
  return /(?:eu|us|ap)-[a-z]+-\d/.exec(component)?.[0] ?? '';
}

let bench: CacheBench;
let servers: FakeServers;
let plane: CacheDataPlane;

beforeEach(async () => {
  bench = new CacheBench();
  servers = new FakeServers(bench);
  noteAccount(servers.host, ACCOUNT);
  plane = new CacheDataPlane(servers.host);
  plane.start();
});

afterEach(async () => {
  await plane.stop();
  servers.close();
});

async function failover(region: string): Promise<void> {
  const target = { PrimaryRegion: region, PrimaryReplicationGroupId: `cache-${region}` };
  await bench.call('FailoverGlobalReplicationGroup', { GlobalReplicationGroupId: id, ...target }, region);
  await plane.reconcile();
}

/** Whether the cache of a region answers, hangs up or says nothing for so long. */
async function ask(region: string, patienceMilliseconds = 30_000): Promise<string> {
  const port = (await plane.endpoints())[region]?.port ?? 0;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write('PING\r\n');
  const patience = new AbortController();
  const answer = await Promise.race([
    new Promise<string>((resolve) => socket.on('data', () => resolve('answers'))),
    new Promise<string>((resolve) => socket.on('close', () => resolve('refuses'))),
    sleep(patienceMilliseconds, 'hangs', { signal: patience.signal }),
  ]);
  patience.abort();
  socket.destroy();
  return answer;
}

test('one server a member, the secondaries copying from the first moment on', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1', 'ap-south-1');
  await plane.reconcile();
  expect(servers.running).toEqual(['ap-south-1', 'eu-west-1', 'us-east-1']);
  expect(servers.configurationOf('eu-west-1')).not.toContain('replicaof');
  expect(servers.configurationOf('us-east-1')).toMatch(/^replicaof 127\.0\.0\.1 \d+$/m);
  expect(await plane.endpoints()).toMatchObject({
    'eu-west-1': { host: '127.0.0.1', role: 'primary', replicationGroupId: 'cache-eu-west-1' },
    'us-east-1': { role: 'secondary' },
    'ap-south-1': { role: 'secondary' },
  });
  expect(Object.keys(await plane.endpoints('cache-us-east-1'))).toEqual(['us-east-1']);
  expect(await plane.endpoints('other')).toEqual({});
});

test('a failover promotes first and points the others at the new primary then', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1', 'ap-south-1');
  await plane.reconcile();
  await failover('us-east-1');
  expect(servers.told[0]).toBe('us-east-1: REPLICAOF NO ONE');
  expect(servers.told.slice(1).sort()).toEqual(['ap-south-1: REPLICAOF LINK', 'eu-west-1: REPLICAOF LINK']);
  expect(servers.configurationOf('us-east-1')).not.toContain('replicaof');
  expect(servers.configurationOf('eu-west-1')).toContain('replicaof');
});

test('a dark region refuses or hangs, is not told of a failover, and hears of it before its clients are let in', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1');
  await plane.reconcile();
  servers.faults.setRegion('eu-west-1', 'refuse');
  expect(await ask('eu-west-1')).toBe('refuses');
  expect(await ask('us-east-1')).toBe('answers');
  servers.faults.setRegion('eu-west-1', 'hang');
  expect(await ask('eu-west-1', 150)).toBe('hangs');
  servers.told.length = 0;
  await failover('us-east-1');
  expect(servers.told).toEqual(['us-east-1: REPLICAOF NO ONE']);
  servers.faults.clear();
  expect(await ask('eu-west-1')).toBe('answers');
  expect(servers.told.slice(1)).toEqual(['eu-west-1: REPLICAOF LINK', 'eu-west-1: PING']);
});

test('the users of its groups may log in with any password, with the rights of their access string', async () => {
  const user = {
    UserId: 'app',
    UserName: 'app',
    Engine: 'valkey',
    AccessString: 'on ~* -@all +@read',
    'AuthenticationMode.Type': 'iam',
  };
  await bench.call('CreateUser', user);
  await bench.call('CreateUserGroup', { UserGroupId: 'g', Engine: 'valkey', 'UserIds.member.1': 'app' });
  await bench.call('CreateReplicationGroup', groupParameters('one', { 'UserGroupIds.member.1': 'g' }));
  await plane.reconcile();
  await plane.reconcile();
  expect(servers.told).toEqual(['us-east-1: ACL SETUSER app reset nopass on ~* -@all +@read']);
  expect(servers.configurationOf('us-east-1')).toContain('user app nopass on ~* -@all +@read');
  await bench.call('ModifyReplicationGroup', { ReplicationGroupId: 'one', 'UserGroupIdsToRemove.member.1': 'g' });
  await plane.reconcile();
  expect(servers.told.slice(1)).toEqual(['us-east-1: ACL DELUSER app']);
});

test('a group that is deleted takes its server and its data along', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'));
  await plane.reconcile();
  await bench.call('DeleteReplicationGroup', { ReplicationGroupId: 'one' });
  await plane.reconcile();
  expect(servers.running).toEqual([]);
  expect(() => servers.configurationOf('us-east-1')).toThrow('ENOENT');
  expect(await plane.endpoints()).toEqual({});
});

test('a server that does not start is tried again, the others are not kept waiting', async () => {
  const component = `cache-${ACCOUNT}-us-east-1-cache-us-east-1`;
  servers.refuse.add(component);
  await bench.globalDatastore('eu-west-1', 'us-east-1');
  await plane.reconcile();
  expect(servers.running).toEqual(['eu-west-1']);
  servers.refuse.delete(component);
  await plane.reconcile();
  expect(servers.running).toEqual(['eu-west-1', 'us-east-1']);
});

test('after a restart everything comes back, at the ports that it had', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1');
  await plane.reconcile();
  await failover('us-east-1');
  const before = await plane.endpoints();
  await plane.stop();
  servers.close();
  const again = new FakeServers(bench);
  const next = new CacheDataPlane(again.host);
  next.start();
  expect(await next.endpoints()).toEqual(before);
  expect(again.configurationOf('us-east-1')).not.toContain('replicaof');
  await next.stop();
  again.close();
});
