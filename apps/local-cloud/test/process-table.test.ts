import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { processEntry, processesOfGroup } from '../src/supervisor/process-table';

test('a process is listed with its group and the name of its program, until it has ended', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid!;
  expect(processEntry(pid)).toMatchObject({ pid, group: pid, name: 'sleep' });
  expect(processesOfGroup(pid)).toEqual([processEntry(pid)]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processEntry(pid)).toBeUndefined();
  expect(processesOfGroup(pid)).toEqual([]);
});

test('a process is always listed alike, and not at all once only its number is known', () => {
  const own = processEntry(process.pid)!;
  expect(own.startTime).toMatch(/\S/);
  expect(processEntry(process.pid)).toEqual(own);
  expect(processEntry(spawnSync('true').pid)).toBeUndefined();
});
