import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteApplied } from '../src/terraform/applied-environments';
import { runCommandLine } from '../test/run-command';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-stack-commands-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** In folders of the test's own; no local cloud runs there. */
const run = (name: string, ...args: string[]) =>
  runCommandLine(name, [
    ...args,
    '--output',
    join(folder, 'cdktf.out'),
    '--local-cloud-dir',
    join(folder, 'local-cloud'),
  ]);

describe.each(['plan', 'apply', 'destroy', 'up', 'down'])('%s', (name) => {
  it('says with --help what it does, its options and exit codes', () => {
    const { exitCode, stdout } = runCommandLine(name, ['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Usage: npm run [^]*--environment NAME\|PATH[^]*Exit codes:? 0/);
  });
});

describe.each([
  ['plan', '--parallel', '0'],
  ['apply', '--timeout', '1.5'],
  ['destroy', '--parallel', '1000'],
  ['up', '--timeout', '0'],
  ['down', '--parallel', 'two'],
])('%s', (name, option, value) => {
  it(`fails when ${option} is ${value}, before anything is started`, () => {
    expect(run(name, option, value)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: ${option} must be a number from 1 to 999, got '${value}'\n`,
    });
  });
});

describe.each(['plan', 'apply', 'destroy'])('%s', (name) => {
  it('fails when the environment is local and no local cloud runs, and says how to start it', () => {
    expect(run(name)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        "error: environment 'local' is applied to the local cloud, and none runs; start it with 'npm run local -- up', or bring everything up with 'npm run up'\n",
    });
  });

  it('fails when the state of an environment on AWS is to be elsewhere', () => {
    const { exitCode, stderr } = run(name, '--environment', 'staging', '--state', 'local');
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "error: --state is for the local cloud; the state of 'staging' is in the buckets that its matrix names\n",
    );
  });
});

describe.each(['apply', 'destroy'])('%s of an environment on AWS', (name) => {
  it('fails when nobody can be asked and --auto-approve is not given', () => {
    const { exitCode, stdout, stderr } = run(name, '--environment', 'staging');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      `error: environment 'staging' is not local: ${name} needs --auto-approve where nobody can be asked\n`,
    );
  });

  it('fails when a pattern fits no stack', () => {
    const { exitCode, stderr } = run(name, '--environment', 'staging', '--stack', 'netwrok-*');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: no stack fits 'netwrok-\*'; there are certificate-ap-south-1, /);
  });
});

describe.each(['up', 'down'])('%s', (name) => {
  it('fails when the environment is made for AWS', () => {
    const { exitCode, stderr } = run(name, '--environment', 'staging');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: environment 'staging' is made for AWS; /);
  });
});

describe('plan', () => {
  it.each([
    [['--state', 'disk'], /^error: --state must be 'local' or 's3', got 'disk'\n$/],
    [['--environment', 'lokal'], /^error: unknown environment 'lokal'; did you mean 'local'\?/],
    [['network-*'], /^error: Unexpected argument 'network-\*'; see --help\n$/],
  ])('fails when given %j, with exit code 2 and nothing on stdout', (args, message) => {
    const { exitCode, stdout, stderr } = run('plan', ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('down', () => {
  it('is done when nothing runs', () => {
    expect(run('down')).toEqual({
      exitCode: 0,
      stdout: 'down: nothing is left\n',
      stderr: 'the local cloud does not run: what is in it is forgotten\n',
    });
  });

  it('fails when another environment is applied to the same local cloud, and goes on with --force', () => {
    const localCloud = join(folder, 'local-cloud');
    const state = join(folder, '.state/staging');
    mkdirSync(state, { recursive: true });
    noteApplied(localCloud, 'staging', state);
    expect(run('down')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "error: the local cloud also holds 'staging', and would forget it; 'npm run destroy -- --environment staging --local-cloud' first, or --keep-state to only stop it, or --force to forget everything\n",
    });
    expect(existsSync(state)).toBe(true);
    expect(run('down', '--force')).toMatchObject({ exitCode: 0, stdout: 'down: nothing is left\n' });
    expect([existsSync(state), existsSync(localCloud)]).toEqual([false, false]);
  });

  it('fails when given two options that exclude one another', () => {
    expect(run('down', '--force', '--keep-state')).toMatchObject({
      exitCode: 2,
      stderr: 'error: --keep-state and --force exclude one another\n',
    });
  });
});
