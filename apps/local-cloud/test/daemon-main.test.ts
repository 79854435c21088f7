import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DaemonArguments } from '../src/supervisor/daemon-main';
import { lastLine } from '../src/supervisor/up';
import { temporaryDirectory } from './support/temporary';

test('the log of a daemon that fails ends with the reason, below the stack', () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  const settings: DaemonArguments = {
    stateDirectory: join(file, 'state'),
    port: undefined,
    portIsGiven: false,
    account: '123456789012',
  };
  const node = ['--conditions=@active-active/source', '--import', 'tsx'];
  const entry = join(__dirname, '../src/supervisor/daemon-main.ts');
  const { status, stdout } = spawnSync(process.execPath, [...node, entry, JSON.stringify(settings)], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stdout).toContain('    at ');
  const log = join(temporaryDirectory(), 'daemon.log');
  writeFileSync(log, stdout);
  expect(lastLine(log)).toBe(`ENOTDIR: not a directory, mkdir '${file}/state'`);
});

test('a log that is not there says nothing', () => {
  expect(lastLine(join(temporaryDirectory(), 'daemon.log'))).toBe('it said nothing');
});
