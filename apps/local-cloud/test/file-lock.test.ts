import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs, { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileLock, holderOf } from '../src/supervisor/file-lock';
import { identityOf, isAlive, ownIdentity } from '../src/supervisor/process-identity';
import { temporaryDirectory } from './support/temporary';

function lockPath(): string {
  return join(temporaryDirectory(), 'deep/lock');
}

test('a lock that is held says who holds it', () => {
  const path = lockPath();
  const lock = FileLock.take(path);
  expect(lock).toBeInstanceOf(FileLock);
  expect(FileLock.take(path)).toEqual(ownIdentity());
  (lock as FileLock).release();
  expect(holderOf(path)).toBeUndefined();
  expect(FileLock.take(path)).toBeInstanceOf(FileLock);
});

test('the lock of a process that was killed is taken over', async () => {
  const path = lockPath();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  (FileLock.take(path) as FileLock).release();
  writeFileSync(path, JSON.stringify(identityOf(child.pid!)));
  expect(FileLock.take(path)).toMatchObject({ pid: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(FileLock.take(path)).toBeInstanceOf(FileLock);
});

test('a living stranger that has got the number of the dead holder does not keep the lock', () => {
  const path = lockPath();
  (FileLock.take(path) as FileLock).release();
  writeFileSync(path, JSON.stringify({ pid: process.pid, startTime: 'another boot/1' }));
  expect(FileLock.take(path)).toBeInstanceOf(FileLock);
});

test('of many that find the same stale lock, one gets it', async () => {
  const path = lockPath();
  (FileLock.take(path) as FileLock).release();
  writeFileSync(path, JSON.stringify({ pid: 1, startTime: 'long gone' }));
  const script = `
    const { FileLock } = require('./src/supervisor/file-lock');
    console.log(FileLock.take(process.argv[1]) instanceof FileLock ? 'mine' : 'held');
    process.stdin.resume();`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--import', 'tsx', '-e', script, path], { cwd: join(__dirname, '..') }),
  );
  const answers = await Promise.all(
    children.map(async (child) => String((await once(child.stdout, 'data'))[0]).trim()),
  );
  for (const child of children) child.kill('SIGKILL');
  expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1);
  expect(readFileSync(path, 'utf8')).toContain('"pid"');
});

test('a lock is taken also where its folder is removed at that moment', () => {
  const path = lockPath();
  const link = jest.spyOn(fs, 'linkSync').mockImplementationOnce((from, to) => {
    fs.rmSync(dirname(path), { recursive: true });
    fs.linkSync(from, to);
  });
  expect(FileLock.take(path)).toBeInstanceOf(FileLock);
  expect(link).toHaveBeenCalled();
  link.mockRestore();
});

test('a process that has ended is not alive', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(identityOf(pid)).toBeUndefined();
  expect(isAlive({ pid, startTime: 'x' })).toBe(false);
  expect(isAlive(ownIdentity())).toBe(true);
});

test('who waits for a lock is told once who holds it, and takes it when it is let go', async () => {
  const path = lockPath();
  const held = FileLock.take(path) as FileLock;
  const holders: unknown[] = [];
  const waiting = FileLock.waitFor(path, (holder) => holders.push(holder), { command: 'down' });
  await expect(Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 450, 'held'))])).resolves.toBe(
    'held',
  );
  held.release();
  expect(await waiting).toBeInstanceOf(FileLock);
  expect(holders).toEqual([ownIdentity()]);
  expect(holderOf(path)).toEqual({ ...ownIdentity(), command: 'down' });
});
