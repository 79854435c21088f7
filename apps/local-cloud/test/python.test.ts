import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from '../src/setup/python';
import { explainPip } from '../src/setup/virtual-environment';
import { temporaryDirectory } from './support/temporary';

/** A program that answers as an interpreter would. */
function fakePython(
  directory: string,
  name: string,
  version: readonly number[],
  missing: readonly string[] = [],
): string {
  const path = join(directory, name);
  writeFileSync(path, `#!/bin/sh\necho '${JSON.stringify({ version, missing })}'\n`);
  chmodSync(path, 0o755);
  return path;
}

test('takes the first interpreter that is new enough', async () => {
  const directory = temporaryDirectory();
  fakePython(directory, 'python3', [3, 9, 2]);
  fakePython(directory, 'python3.12', [3, 12, 1]);
  expect(await findPython({ PATH: `${directory}:/bin:/usr/bin` })).toMatchObject({
    command: 'python3.12',
    version: '3.12.1',
  });
});

test('fails when there is none, and says what was found and what to install', async () => {
  const directory = temporaryDirectory();
  const old = fakePython(directory, 'old', [3, 8, 0]);
  const bare = fakePython(directory, 'bare', [3, 11, 0], ['venv', 'ensurepip']);
  await expect(findPython({ PYTHON: old, PATH: '/bin' })).rejects.toThrow(
    `the local cloud needs Python 3.10 or newer with venv and sqlite3 (${old} is 3.8.0); install one ` +
      '(Debian and Ubuntu: apt install python3 python3-venv, macOS: brew install python@3.12), or name one in the environment variable PYTHON',
  );
  await expect(findPython({ PYTHON: bare, PATH: '/bin' })).rejects.toThrow('lacks the module venv, ensurepip');
  await expect(findPython({ PYTHON: '/nowhere', PATH: '/bin' })).rejects.toThrow('PYTHON=/nowhere does not run');
  await expect(findPython({ PATH: directory })).rejects.toThrow('none was found on PATH');
});

test.each([
  [
    'Retrying after NewConnectionError',
    'pip cannot reach a Python package index. Point it at a reachable one (PIP_INDEX_URL=…',
  ],
  [
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
    'a package differs from the one in requirements.txt',
  ],
  ['OSError: [Errno 28] No space left on device', 'the disk is full'],
  ['error: something else', 'pip could not install requirements.txt\n  error: something else'],
])('explains a failure of pip: %s', (output, message) => {
  expect(explainPip(output)).toContain(message);
});
