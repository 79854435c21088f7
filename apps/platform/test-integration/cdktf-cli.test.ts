import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';
import { loadEnvironment } from '../src/load-environment';
import { synthesise } from '../src/synthesise';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-cdktf-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cdktf(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(join(REPOSITORY, 'node_modules/.bin/cdktf'), args, {
    cwd: REPOSITORY,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true', CHECKPOINT_DISABLE: '1', ENVIRONMENT: 'staging' },
  });
  expect({ args, status, stderr }).toMatchObject({ status: 0 });
  return stdout;
}

describe('the cdktf CLI', () => {
  it('synthesises by cdktf.json exactly what npm run synth does', () => {
    cdktf('synth', '--output', join(folder, 'cli'));
    synthesise(loadEnvironment('staging'), join(folder, 'own'));
    const stacks = readdirSync(join(folder, 'own/stacks'));
    expect(readdirSync(join(folder, 'cli/stacks'))).toEqual(stacks);
    for (const stack of stacks) {
      const template = (from: string) => readFileSync(join(folder, from, 'stacks', stack, 'cdk.tf.json'), 'utf8');
      expect(template('cli')).toBe(template('own'));
    }
  });

  it('lists the stacks', () => {
    expect(cdktf('list', '--output', join(folder, 'list'))).toContain('dns-routing');
  });
});
