import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manyRegions } from '../test/matrices';
import { runCommandLine } from '../test/run-command';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-validate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An environment that is written to a file, as a user's own would be. */
function asFile(name: string, environment: unknown): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(environment));
  return path;
}

describe('the real Terraform and its AWS provider', () => {
  it.each([
    ['production', () => 'production'],
    // The stacks of `local` are applied by the test of the whole system, and `staging` has no others.
    ['two regions, one without a cache', () => asFile('two', manyRegions(2, 1))],
  ])('accept every stack of %s', (_, environment) => {
    const { exitCode, stdout, stderr } = runCommandLine('validate', ['--environment', environment(), '--json']);
    const { stacks } = JSON.parse(stdout) as { stacks: { name: string; valid: boolean; message?: string }[] };
    expect(stacks.filter(({ valid }) => !valid)).toEqual([]);
    expect(stacks.length).toBeGreaterThan(10);
    expect(stderr.match(/: valid$/gm)).toHaveLength(stacks.length);
    expect(exitCode).toBe(0);
  });
});
