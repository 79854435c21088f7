import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf } from '@active-active/local-cloud';
import { TinyStacks, type TinyStack, until, UNTIL_FINISHED } from './tiny-stacks';

let tiny: TinyStacks;
afterEach(() => tiny.remove());

const SLOW: Readonly<Record<string, TinyStack>> = {
  slow: { command: 'touch begun; exec sleep 300' },
  after: { dependencies: ['slow'] },
};
const begun = () => existsSync(join(tiny.output, 'stacks/slow/begun'));
const isRunning = (pid: number | undefined) => pid !== undefined && identityOf(pid) !== undefined;

/** The same run in a process that can be stopped. */
function runElsewhere(stacks: Readonly<Record<string, TinyStack>>) {
  const script = join(__dirname, 'runner-process.ts');
  const args = ['--conditions=@active-active/source', '--import', 'tsx', script, 'apply', JSON.stringify(stacks)];
  const child = spawn(process.execPath, [...args, tiny.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout })),
  );
  return { child, ended };
}

describe('Terraform killed in the middle', () => {
  it('is told, leaves no process, and the same run again goes on from what was applied', async () => {
    tiny = new TinyStacks(SLOW);
    const run = tiny.run('apply');
    await until(begun);
    const pid = tiny.terraform('slow')!;
    process.kill(pid, 'SIGKILL');
    const results = await run;
    expect(results['slow']).toMatchObject({
      status: 'failed',
      failure: { error: 'Terraform was killed (SIGKILL); what it had applied is in the state, run the same again' },
    });
    expect(results['after']).toMatchObject({ status: 'not started' });
    expect(tiny.applied('slow')).toContain('terraform_data.first');
    // The note of the lock stays; the lock itself went with its process.
    expect(existsSync(join(tiny.state, '.slow.tfstate.lock.info'))).toBe(true);

    tiny.write('slow', { command: 'true' });
    const again = await tiny.run('apply');
    expect(again).toMatchObject({ slow: { status: 'applied', add: 1 }, after: { status: 'applied' } });
    expect(existsSync(join(tiny.state, '.slow.tfstate.lock.info'))).toBe(false);
    expect(readdirSync(join(tiny.state, 'running'))).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'on %s lets Terraform stop in order, starts nothing more, and exits with 130',
    async (signal) => {
      tiny = new TinyStacks(SLOW);
      const { child, ended } = runElsewhere(SLOW);
      await until(begun);
      const pid = tiny.terraform('slow');
      child.kill(signal);
      const { code, stdout } = await ended;
      expect(code).toBe(130);
      expect(JSON.parse(stdout)).toEqual([
        { name: 'slow', status: 'interrupted' },
        { name: 'after', status: 'not started' },
      ]);
      expect(isRunning(pid)).toBe(false);
      expect(existsSync(join(tiny.state, '.slow.tfstate.lock.info'))).toBe(false);
      expect(tiny.log('slow')).toMatch(/Interrupt received/i);
      expect(tiny.applied('slow')).toContain('terraform_data.first');
    },
  );
});

describe('a run killed in the middle', () => {
  it('leaves its Terraform to finish, and the next run waits for that', async () => {
    const stacks = { slow: { command: UNTIL_FINISHED }, after: { dependencies: ['slow'] } };
    tiny = new TinyStacks(stacks);
    const { child, ended } = runElsewhere(stacks);
    await until(begun);
    const pid = tiny.terraform('slow');
    child.kill('SIGKILL');
    await ended;
    expect(isRunning(pid)).toBe(true);
    const phases: string[] = [];
    const results = await tiny.run('apply', {
      onProgress: (name, { phase }) => {
        phases.push(`${name} ${phase}`);
        tiny.finish('slow');
      },
    });
    expect(phases[0]).toBe('slow wait');
    expect(results).toMatchObject({ slow: { status: 'unchanged' }, after: { status: 'applied' } });
  });
});

describe('a stack that takes longer than it may', () => {
  it('is interrupted as by the user, fails with what it waited for, and keeps what was applied', async () => {
    tiny = new TinyStacks(SLOW);
    const results = await tiny.run('apply', { timeoutMinutes: 0.5 });
    expect(results['slow']).toMatchObject({
      status: 'failed',
      add: 1,
      failure: {
        error: 'not done within 0.5 min, so Terraform was interrupted; what it had done is in the state',
        detail: 'it waited for terraform_data.second',
      },
    });
    expect(results['after']).toMatchObject({ status: 'not started' });
    expect(tiny.log('slow')).toMatch(/Interrupt received/i);
    expect(tiny.applied('slow')).toContain('terraform_data.first');
    expect(existsSync(join(tiny.state, '.slow.tfstate.lock.info'))).toBe(false);
    expect(readdirSync(join(tiny.state, 'running'))).toEqual([]);
  });

  it('is left alone when it is done in time', async () => {
    tiny = new TinyStacks({ fast: {} });
    expect(await tiny.run('apply', { timeoutMinutes: 5 })).toMatchObject({ fast: { status: 'applied' } });
  });
});
