import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureVirtualEnvironment, interpreterOf, type VirtualEnvironment } from '../src/setup/virtual-environment';
import { temporaryDirectory } from './support/temporary';

let home: string;
let environment: VirtualEnvironment;
let told: string[];
const former = process.env['PYTHON'];
beforeEach(() => {
  home = temporaryDirectory();
  told = [];
  const requirements = join(home, 'requirements.txt');
  writeFileSync(requirements, 'moto==5\n');
  environment = {
    directory: join(home, 'made/.venv'),
    requirements,
    contents: 'moto',
    megabytes: 1,
    modules: ['moto'],
  };
  process.env['PYTHON'] = python('3, 12, 1');
});
afterEach(() => {
  if (former === undefined) delete process.env['PYTHON'];
  else process.env['PYTHON'] = former;
});

/** A program that does what is asked of an interpreter here; its virtual environments hold itself. */
function python(version: string, path = join(home, 'python')): string {
  const script = `#!/bin/sh
case "$*" in
  -I*) echo '{"version": [${version}], "missing": []}' ;;
  '-m venv '*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  '-c import moto') if [ -e '${join(home, 'broken')}' ]; then echo 'no such module'; exit 1; fi ;;
esac
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

/** Whether it was made, rather than found. */
async function makes(): Promise<boolean> {
  told = [];
  await ensureVirtualEnvironment(environment, (line) => told.push(line));
  return told.length > 0;
}

test('is made once, and again when its requirements have changed', async () => {
  expect(await makes()).toBe(true);
  expect(told[0]).toBe('python 3.12.1: making a virtual environment (once; about 1 MB)');
  expect(await makes()).toBe(false);
  writeFileSync(environment.requirements, 'moto==6\n');
  expect(await makes()).toBe(true);
});

test('is made again when its interpreter is gone, or is of another minor version', async () => {
  await makes();
  rmSync(interpreterOf(environment));
  expect(await makes()).toBe(true);
  python('3, 12, 9', interpreterOf(environment));
  expect(await makes()).toBe(false);
  python('3, 13, 0', interpreterOf(environment));
  expect(await makes()).toBe(true);
  expect(await makes()).toBe(false);
});

test('is not there when its packages do not load, and is made anew', async () => {
  writeFileSync(join(home, 'broken'), '');
  await expect(makes()).rejects.toThrow('do not load on this machine\n  no such module');
  expect(existsSync(environment.directory)).toBe(false);
  expect(readdirSync(join(home, 'made'))).toEqual([]);
  rmSync(join(home, 'broken'));
  expect(await makes()).toBe(true);
});
