import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeRunLock } from '../src/terraform/run-lock';
import { runCommandLine } from './run-command';

let folder: string;
let output: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-output-'));
  output = join(folder, 'cdktf.out');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Both ways to synthesise into a folder that Terraform works in. */
describe.each([
  [
    'npm run synth',
    (environment: string) => runCommandLine('synth', ['--environment', environment, '--output', output]),
  ],
  [
    'the app of the cdktf CLI',
    (environment: string) => runCommandLine('../main', [], { ENVIRONMENT: environment, CDKTF_OUTDIR: output }),
  ],
])('%s', (_, synthesise) => {
  beforeEach(() => mkdirSync(join(output, 'stacks'), { recursive: true }));

  it('changes nothing while another run works on the stacks, and names that run', () => {
    const release = takeRunLock(output, 'up local');
    try {
      expect(synthesise('staging')).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `error: another run works on these stacks ('up local', process ${process.pid}); wait until it has ended\n`,
      });
      expect(readdirSync(join(output, 'stacks'))).toEqual([]);
      expect(readdirSync(output).sort()).toEqual(['run.lock', 'stacks']);
    } finally {
      release();
    }
  });

  it('lets other runs in when it has ended', () => {
    expect(synthesise('staging')).toMatchObject({ exitCode: 0 });
    expect(readdirSync(output).sort()).toEqual(['manifest.json', 'stacks']);
  });

  it('says what is wrong with the environment, without a stack trace', () => {
    const { exitCode, stderr } = synthesise('stagin');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: unknown environment 'stagin'; did you mean 'staging'\?.*\n$/);
    expect(existsSync(join(output, 'run.lock'))).toBe(false);
  });

  // Terraform would merge them over the template, and the state of AWS would be looked for in the local cloud.
  it.each([
    ['staging', []],
    ['local', ['adoption.tf.json', 'local_override.tf.json']],
  ])('of %s leaves beside a stack, of what a run against the local cloud has left: %j', (environment, left) => {
    const stack = join(output, 'stacks/network-us-east-1');
    mkdirSync(stack, { recursive: true });
    for (const name of ['local_override.tf.json', 'adoption.tf.json']) writeFileSync(join(stack, name), '{}');
    expect(synthesise(environment)).toMatchObject({ exitCode: 0 });
    expect(readdirSync(stack).sort()).toEqual([...left.slice(0, 1), 'cdk.tf.json', ...left.slice(1)]);
  });
});
