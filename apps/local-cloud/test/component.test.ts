import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { LocalCloudError } from '../src/errors';
import { Component, type ComponentSpec } from '../src/supervisor/component';
import { isAlive } from '../src/supervisor/process-identity';
import { waitFor } from '../src/waiting';
import { temporaryDirectory } from './support/temporary';

const components: Component[] = [];
afterEach(() => Promise.all(components.splice(0).map((component) => component.stop())));

function component(script: string, more: Partial<ComponentSpec> = {}): Component {
  const made = new Component(
    { name: 'c', command: process.execPath, args: ['-e', script], ...more },
    temporaryDirectory(),
  );
  components.push(made);
  made.start();
  return made;
}

const ANNOUNCES = `console.log('noise'); console.log('{"ready":true,"port":4321}'); console.error('to the log'); process.stdin.resume();`;

test('is ready when it announces its port, and logs what it says', async () => {
  const one = component(ANNOUNCES);
  expect(await one.whenReady()).toBe(4321);
  expect(one.status()).toMatchObject({ state: 'ready', port: 4321, restarts: 0 });
  await waitFor(() => readFileSync(one.log, 'utf8').includes('to the log') || undefined);
  expect(readFileSync(one.log, 'utf8')).toContain('to the log');
});

test('is ready when its port accepts connections', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const one = component('process.stdin.resume()', { readiness: { kind: 'tcp', port } });
  expect(await one.whenReady()).toBe(port);
  server.close();
});

test('is started again when it dies, and whoever waits gets the new one', async () => {
  const one = component(ANNOUNCES);
  await one.whenReady();
  const { pid } = one.status();
  process.kill(pid!, 'SIGKILL');
  await waitFor(() => (one.status().restarts === 1 ? true : undefined));
  expect(await one.whenReady()).toBe(4321);
  expect(one.status().pid).not.toBe(pid);
});

test('fails when it dies over and over, and says how and where its log is', async () => {
  const one = component('process.exit(3)');
  const failure = await one.whenReady().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LocalCloudError);
  expect((failure as Error).message).toBe(`c ended with exit code 3; see ${one.log}`);
  expect(one.status()).toMatchObject({ state: 'failed', problem: 'ended with exit code 3' });
});

test('fails at once when its state was written by another version, and says what to do', async () => {
  const one = component('process.exit(4)');
  await expect(one.whenReady()).rejects.toThrow("run 'npm run local -- down --purge' and apply again");
  expect(one.status().restarts).toBe(0);
});

test('fails when there is no such program', async () => {
  const one = component('', { command: '/nonexistent/program' });
  await expect(one.whenReady()).rejects.toThrow('could not be started');
});

test('stops with its children, and is not started again', async () => {
  const one = component(`
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    process.on('SIGTERM', () => {});
    console.log(JSON.stringify({ ready: true, port: child.pid }));
    setInterval(() => {}, 1000);`);
  const grandchild = await one.whenReady();
  const { pid, startTime } = one.status();
  await one.stop();
  expect(isAlive({ pid: pid!, startTime: startTime! })).toBe(false);
  expect(await waitFor(() => (exists(grandchild) ? undefined : true))).toBe(true);
  expect(one.status()).toMatchObject({ state: 'stopped', restarts: 0 });
});

function exists(pid: number): boolean {
  try {
    // A zombie that nobody has reaped still has a number.
    return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
