import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main } from '../src/cli';
import { LocalCloudError } from '../src/errors';
import { type Paths, pathsFor } from '../src/paths';
import { down } from '../src/supervisor/down';
import { FileLock, holderOf } from '../src/supervisor/file-lock';
import { writeInstance } from '../src/supervisor/instance';
import { identityOf, isAlive, ownIdentity } from '../src/supervisor/process-identity';
import { clearAway, startedByAnother } from '../src/supervisor/up';
import { waitFor } from '../src/waiting';
import { temporaryDirectory } from './support/temporary';

let paths: Paths;
let told: string[];
const progress = (line: string) => void told.push(line);
const children: ChildProcess[] = [];
beforeEach(() => {
  paths = pathsFor(join(temporaryDirectory(), 'state'));
  told = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that holds a lock of the local cloud. */
async function holderOfLock(lock: string, command?: string) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  children.push(child);
  await once(child, 'spawn');
  mkdirSync(dirname(lock), { recursive: true });
  const identity = identityOf(child.pid!)!;
  writeFileSync(lock, JSON.stringify({ ...identity, command }));
  return { identity, end: () => child.kill('SIGKILL') };
}

const onceTold = () => waitFor(() => (told.length > 0 ? true : undefined));

test('down waits for an up that is under way, says so, and takes down what that has started', async () => {
  const up = await holderOfLock(paths.commandLock, 'up');
  const ended = down(paths, { purge: true, progress });
  await onceTold();
  expect(told).toEqual([`another 'up' is under way (process ${up.identity.pid}); waiting for it`]);
  const daemon = await holderOfLock(paths.daemonLock);
  up.end();
  expect(await ended).toBe(true);
  expect(isAlive(daemon.identity)).toBe(false);
  expect(existsSync(paths.state)).toBe(false);
});

test('who waits for an up can give up', async () => {
  const up = await holderOfLock(paths.commandLock, 'up');
  const patience = new AbortController();
  const ended = down(paths, { purge: true, progress, signal: patience.signal });
  await onceTold();
  patience.abort(new Error('enough'));
  await expect(ended).rejects.toThrow('enough');
  expect(holderOf(paths.commandLock)).toMatchObject(up.identity);
});

test('a purge keeps the lock to the end, and leaves it to an up that waits for it', async () => {
  mkdirSync(paths.data, { recursive: true });
  const taken: unknown[] = [];
  const remove = fs.rmSync;
  jest.spyOn(fs, 'rmSync').mockImplementation((path, options) => {
    remove(path, options);
    if (path === paths.data || path === paths.commandLock) taken.push(FileLock.take(paths.commandLock, 'up'));
  });
  await down(paths, { purge: true, progress });
  expect(taken).toEqual([{ ...ownIdentity(), command: 'down' }, expect.any(FileLock)]);
  expect(readdirSync(paths.state)).toEqual(['command.lock']);
});

test('a state that cannot be removed is told, and the command fails', async () => {
  mkdirSync(paths.data, { recursive: true });
  const remove = fs.rmSync;
  jest.spyOn(fs, 'rmSync').mockImplementation((path, options) => {
    if (path === paths.data) throw new Error('EBUSY: resource busy');
    remove(path, options);
  });
  const message = 'the local cloud is down, but its state could not be removed: EBUSY: resource busy';
  await expect(down(paths, { purge: true, progress })).rejects.toEqual(new LocalCloudError(message));
  const printed: string[] = [];
  jest.spyOn(console, 'error').mockImplementation((line: string) => void printed.push(line));
  expect(await main(['down', '--purge', '--state-dir', paths.state])).toBe(1);
  expect(printed).toEqual([`error: ${message}`]);
});

test('a daemon that starts already is waited for until it serves', async () => {
  const { identity } = await holderOfLock(paths.daemonLock);
  const waited = startedByAnother({ paths, progress });
  await onceTold();
  expect(told).toEqual([`the local cloud is starting already (process ${identity.pid}); waiting for it`]);
  const described = { ...identity, port: 1, endpoint: '', account: '', startedAt: '', stateDirectory: '' };
  writeInstance(paths, { ...described, components: [] });
  await waited;
  expect(isAlive(identity)).toBe(true);
  await startedByAnother({ paths, progress });
  expect(told).toHaveLength(1);
});

test('a daemon that does not come to serve is ended', async () => {
  const { identity } = await holderOfLock(paths.daemonLock);
  await startedByAnother({ paths, progress }, 10);
  expect(isAlive(identity)).toBe(true);
  await clearAway(paths, progress);
  expect(isAlive(identity)).toBe(false);
});
