import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from './run-command';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-commands-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const output = () => join(folder, 'cdktf.out');

describe('synth', () => {
  it('prints the stacks and the RTO budget, and writes every stack', () => {
    const { exitCode, stdout, stderr } = runCommandLine('synth', ['--output', output()]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^STACK +REGION +RESOURCES +DEPENDS ON$/m);
    expect(stdout).toMatch(/^network-eu-west-1 +eu-west-1 +\d+ +iam$/m);
    expect(stdout).toContain("RTO budget 57 s of the target's 60 s = 3 x (10 s interval + 4 s connect time-out)");
    expect(readdirSync(join(output(), 'stacks'))).toContain('dns-routing');
  });

  it('leaves nothing half-written when it is interrupted', () => {
    const scratch = join(folder, 'tmp');
    mkdirSync(scratch);
    const production = JSON.stringify(join(__dirname, '../environments/production'));
    // Its own matrix interrupts it, for only that comes at the same moment every time.
    const matrix = file(
      'interrupts.ts',
      `process.kill(process.pid, 'SIGINT');\nexport { default } from ${production};`,
    );
    const args = ['--environment', matrix, '--output', output()];
    expect(runCommandLine('synth', args, { TMPDIR: scratch })).toMatchObject({ exitCode: 130, stdout: '' });
    expect(readdirSync(scratch).filter((name) => name.startsWith('active-active-synth'))).toEqual([]);
  });

  it('prints JSON and nothing else with --json', () => {
    const { stdout } = runCommandLine('synth', ['--environment', 'staging', '--json', '--output', output()]);
    const printed = JSON.parse(stdout);
    expect(Object.keys(printed)).toEqual(['environment', 'regions', 'stacks', 'rto']);
    expect(printed).toMatchObject({
      environment: 'staging',
      regions: ['ap-south-1', 'us-east-1'],
      rto: { budgetSeconds: 57, targetSeconds: 60 },
    });
    expect(Object.keys(printed.stacks[0])).toEqual(['name', 'region', 'resources', 'dependencies']);
    expect(Object.keys(JSON.parse(readFileSync(join(output(), 'manifest.json'), 'utf8')).stacks)).toEqual(
      expect.arrayContaining(printed.stacks.map(({ name }: { name: string }) => name)),
    );
  });

  it('leaves the folder as it was when the matrix is bad, tells all problems, and exits with 2', () => {
    const bad = file('bad.json', '{"name": "x", "regions": {"us-esat-1": {}}}');
    mkdirSync(output());
    writeFileSync(join(output(), 'manifest.json'), 'as it was');
    const { exitCode, stdout, stderr } = runCommandLine('synth', ['--environment', bad, '--output', output()]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: \d+ problems\n/);
    expect(stderr).toContain(`${bad}: regions.us-esat-1: unknown region 'us-esat-1'; did you mean 'us-east-1'?\n`);
    expect(stderr).toContain(`${bad}: account: missing; add it, for example '111122223333'\n`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(output())).toEqual(['manifest.json']);
    expect(readFileSync(join(output(), 'manifest.json'), 'utf8')).toBe('as it was');
  });

  it('keeps what Terraform left beside a stack, and removes stacks that are gone', () => {
    runCommandLine('synth', ['--output', output()]);
    mkdirSync(join(output(), 'stacks/network-us-east-1/.terraform'));
    runCommandLine('synth', ['--environment', 'staging', '--output', output()]);
    expect(readdirSync(join(output(), 'stacks/network-us-east-1')).sort()).toEqual(['.terraform', 'cdk.tf.json']);
    expect(readdirSync(join(output(), 'stacks'))).not.toContain('network-eu-west-1');
  });

  it.each([
    [
      'an unknown environment',
      ['--environment', 'prodution'],
      "error: unknown environment 'prodution'; did you mean 'production'? Known are local, production, staging, or give the path of a .ts or .json file\n",
    ],
    [
      'a missing file',
      ['--environment', 'nowhere.json'],
      "error: no file 'nowhere.json'; known environments are local, production, staging\n",
    ],
    ['an unknown option', ['--enviroment', 'staging'], "error: Unknown option '--enviroment'; see --help\n"],
    ['an argument', ['staging'], "error: Unexpected argument 'staging'; see --help\n"],
  ])('fails when given %s, with exit code 2 and no stack trace', (_, args, message) => {
    expect(runCommandLine('synth', args)).toEqual({ exitCode: 2, stdout: '', stderr: message });
  });

  it('fails when a file is no JSON', () => {
    const { exitCode, stderr } = runCommandLine('synth', ['--environment', file('broken.json', '{')]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: cannot read '.*broken\.json' as JSON: .+\n$/);
  });

  it('fails when a TypeScript file has no default export or does not compile', () => {
    expect(runCommandLine('synth', ['--environment', file('empty.ts', 'export const x = 1;')]).stderr).toMatch(
      /^error: '.*empty\.ts' has no default export; write: export default defineEnvironment\(\{ \.\.\. \}\)\n$/,
    );
    expect(runCommandLine('synth', ['--environment', file('broken.ts', 'export default {')]).stderr).toMatch(
      /^error: cannot compile '.*broken\.ts': /,
    );
  });
});

describe('matrix', () => {
  it('prints a matrix that every command takes again, and prints the same from it', () => {
    const first = runCommandLine('matrix', []).stdout;
    const again = runCommandLine('matrix', ['--environment', file('printed.json', first)]);
    expect(again).toEqual({ exitCode: 0, stdout: first, stderr: '' });
    expect(JSON.parse(first).derived.regions['us-east-1'].minTasks).toBe(21);
  });

  it('prints a JSON Schema', () => {
    const { stdout } = runCommandLine('matrix', ['--schema']);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  });

  it('takes a TypeScript file outside the repository that calls defineEnvironment', () => {
    const staging = readFileSync(join(__dirname, '../environments/staging.ts'), 'utf8');
    const elsewhere = file('mine.ts', staging.replace("name: 'staging'", "name: 'mine'"));
    const { exitCode, stdout } = runCommandLine('matrix', ['--environment', elsewhere]);
    expect({ exitCode, name: JSON.parse(stdout).name }).toEqual({ exitCode: 0, name: 'mine' });
  });
});

describe('validate', () => {
  it('fails when there is no Terraform on PATH, and says how to get it', () => {
    expect(runCommandLine('validate', [], { PATH: folder })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        "error: no working Terraform on PATH, version 1.11.0 or newer is needed; run 'mise install' in this repository (mise.toml pins it; tfenv reads .terraform-version), open the dev container, or see https://developer.hashicorp.com/terraform/install\n",
    });
  });

  it('fails when Terraform is older than the S3 lock file', () => {
    writeFileSync(join(folder, 'terraform'), '#!/bin/sh\necho \'{"terraform_version": "1.9.8"}\'\n', { mode: 0o755 });
    const { exitCode, stderr } = runCommandLine('validate', [], { PATH: `${folder}:${process.env['PATH']}` });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: Terraform on PATH is 1\.9\.8, 1\.11\.0 or newer is needed; run 'mise install'/);
  });
});

describe.each(['synth', 'matrix', 'validate'])('%s --help', (name) => {
  it('says what the command does, its options and exit codes', () => {
    const { exitCode, stdout } = runCommandLine(name, ['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Usage: npm run [^]*--environment NAME\|PATH[^]*Exit codes: 0/);
  });
});
