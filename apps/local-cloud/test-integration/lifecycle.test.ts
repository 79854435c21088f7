import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { childOf } from '../src/gateway/xml';
import { LocalCloudClient, type Instance, probe } from '../src';
import { holderOf } from '../src/supervisor/file-lock';
import { daemonOf } from '../src/supervisor/instance';
import { type ProcessIdentity, isAlive } from '../src/supervisor/process-identity';
import { waitFor } from '../src/waiting';
import { TestCloud } from './support/cloud';

const cloud = new TestCloud();
afterAll(() => cloud.remove());

function processesOf(instance: Instance): ProcessIdentity[] {
  return [instance, ...instance.components].map(({ pid, startTime }) => ({
    pid: pid ?? 0,
    startTime: startTime ?? '',
  }));
}

function gone(processes: readonly ProcessIdentity[]): Promise<true | undefined> {
  return waitFor(() => (processes.some(isAlive) ? undefined : true));
}

/** Command lines of what runs on this cloud's state. */
function running(): readonly string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(cloud.directory));
}

function cli(...args: readonly string[]) {
  return cliOn(cloud.directory, {}, ...args);
}

function cliOn(stateDirectory: string, environment: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const entry = join(__dirname, '../src/cli.ts');
  const child = spawn(
    process.execPath,
    ['--conditions=@active-active/source', '--import', 'tsx', entry, ...args, '--state-dir', stateDirectory],
    { env: { ...process.env, ...environment } },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, done: once(child, 'close').then(([code]) => ({ code: code as number, output })) };
}

async function roleNames(): Promise<number> {
  const document = await cloud.query('iam', { Action: 'ListRoles', Version: '2010-05-08' });
  return childOf(document, 'ListRolesResult', 'Roles')?.children.length ?? 0;
}

test('two ups at once start one instance, and a third finds it', async () => {
  const runs = await Promise.all([cli('up', '--json').done, cli('up', '--json').done]);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  const first = await cloud.up();
  const again = await cloud.up();
  expect([again.pid, again.port]).toEqual([first.pid, first.port]);
  expect(runs.filter(({ output }) => output.includes('"wasRunning": true'))).toHaveLength(1);
});

test('what env prints, a shell evaluates, also where a path holds a space and a quote', async () => {
  const { endpoint } = await cloud.up();
  const odd = join(cloud.directory, "the user's folder");
  symlinkSync(cloud.directory, odd);
  const environment = { TF_CLI_CONFIG_FILE: '', TF_PLUGIN_MIRROR: '/a mirror' };
  const { code, output } = await cliOn(odd, environment, 'env').done;
  expect(code).toBe(0);
  const script = `${output}\nprintf '%s\\n' "$AWS_ENDPOINT_URL"; cat "$TF_CLI_CONFIG_FILE"`;
  const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  expect(stdout).toContain(`${endpoint}\n`);
  expect(stdout).toContain('path = "/a mirror"');
});

test('when the daemon is killed its children end by themselves, and up goes on from its state, on its port', async () => {
  const before = await cloud.up();
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  await cloud.query('iam', {
    Action: 'CreateRole',
    RoleName: 'r',
    AssumeRolePolicyDocument: policy,
    Version: '2010-05-08',
  });
  process.kill(before.pid, 'SIGKILL');
  expect(await gone(processesOf(before))).toBe(true);
  const after = await cloud.up();
  expect(after.pid).not.toBe(before.pid);
  expect(after.port).toBe(before.port);
  expect(await roleNames()).toBe(1);
});

test('up waits for a component that is just being started again, and leaves the rest alone', async () => {
  const before = await cloud.up();
  const killed = await cloud.kill('moto');
  await waitFor(async () =>
    (await probe(cloud.paths))?.components.some(({ restarts }) => restarts === 1) ? true : undefined,
  );
  const after = await cloud.up();
  expect(after.pid).toBe(before.pid);
  expect(after.components.find(({ name }) => name === 'moto')).toMatchObject({ state: 'ready', restarts: 1 });
  expect(after.components.find(({ name }) => name === 'moto')?.pid).not.toBe(killed);
});

test('a region that is dark refuses its calls, and comes back', async () => {
  await cloud.up();
  const client = await LocalCloudClient.connect(cloud.directory);
  await client.faultRegion('us-east-1', 'refuse');
  await expect(roleNames()).rejects.toThrow('fetch failed');
  expect(await cloud.json('kms', 'TrentService.ListKeys', {}, 'eu-west-1')).toMatchObject({ Keys: [] });
  await client.clearFaults();
  expect(await roleNames()).toBe(1);
});

test('Ctrl-C while it starts stops what was started', async () => {
  await cloud.down();
  const { child, done } = cli('up');
  const daemon = await waitFor(() => holderOf(cloud.paths.daemonLock));
  child.kill('SIGINT');
  const { code, output } = await done;
  expect([code, output]).toEqual([130, expect.stringContaining('error: interrupted; what was started is stopped')]);
  expect(await gone([daemon!])).toBe(true);
  expect(await probe(cloud.paths)).toBeUndefined();
});

test('up goes on with the daemon that a killed up has left while it started', async () => {
  const { child, done } = cli('up');
  const daemon = await waitFor(() => daemonOf(cloud.paths));
  child.kill('SIGKILL');
  await done;
  expect((await cloud.up()).pid).toBe(daemon?.pid);
});

test('down leaves no process, and with that no port, and is content when nothing runs', async () => {
  const instance = await cloud.up();
  expect(running()).not.toEqual([]);
  expect(await cloud.down()).toBe(true);
  expect(processesOf(instance).filter(isAlive)).toEqual([]);
  // Whether the ports are free again says nothing: another program may have been given one of them.
  expect(running()).toEqual([]);
  expect(await cloud.down()).toBe(false);
});

test('in the foreground it stops in order on Ctrl-C', async () => {
  const { child, done } = cli('up', '--foreground');
  expect((await waitFor(() => holderOf(cloud.paths.commandLock)))?.pid).toBe(child.pid);
  const instance = await waitFor(() => probe(cloud.paths));
  child.kill('SIGINT');
  expect((await done).code).toBe(0);
  expect(processesOf(instance!).filter(isAlive)).toEqual([]);
});
