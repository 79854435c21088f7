import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isAlive } from '@active-active/local-cloud';
import { takeRunLock } from '../src/terraform/run-lock';

let folder: string;
let output: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-lock-'));
  output = join(folder, 'cdktf.out');
  lock = join(output, 'run.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('takeRunLock', () => {
  it('keeps a second run away until it is released', () => {
    const release = takeRunLock(output, 'apply local');
    expect(() => takeRunLock(output, 'plan local')).toThrow(
      `another run works on these stacks ('apply local', process ${process.pid}); wait until it has ended`,
    );
    release();
    expect(existsSync(lock)).toBe(false);
    takeRunLock(output, 'plan local')();
  });

  it.each([
    ['whose process is gone', () => spawnSync('true').pid, 'x'],
    ['whose process id is used again', () => process.pid, 'another start'],
  ])('takes over a lock %s', (_, pid, startTime) => {
    takeRunLock(output, 'apply local')();
    writeFileSync(lock, JSON.stringify({ pid: pid(), startTime, command: 'apply local' }));
    const release = takeRunLock(output, 'plan local');
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid, command: 'plan local' });
    release();
  });

  it('takes over a lock that was cut off while it was written', () => {
    takeRunLock(output, 'apply local')();
    writeFileSync(lock, '{"pid":');
    takeRunLock(output, 'plan local')();
    expect(existsSync(lock)).toBe(false);
  });
});

describe('identityOf', () => {
  it('is the same for the same process, and none for one that has ended', () => {
    const own = identityOf(process.pid)!;
    expect(identityOf(process.pid)).toEqual(own);
    expect(isAlive(own)).toBe(true);
    expect(isAlive({ ...own, startTime: 'another' })).toBe(false);
    expect(identityOf(spawnSync('true').pid)).toBeUndefined();
  });
});
