import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clientEnvironment, down, type Instance, pathsFor, up } from '@active-active/local-cloud';
import { loadEnvironment } from '../src/load-environment';
import { ensureStateBuckets, localTarget } from '../src/terraform/local-target';
import { placeOverride } from '../src/terraform/local-override';
import { TinyStacks, until, UNTIL_FINISHED } from './tiny-stacks';

const folder = mkdtempSync(join(tmpdir(), 'platform-state-lock-'));
const paths = pathsFor(join(folder, 'local-cloud'));
const environment = loadEnvironment('local');
const bucket = environment.derived.regions['us-east-1'].names.stateBucket;
let instance: Instance;
let tiny: TinyStacks | undefined;
beforeAll(async () => {
  ({ instance } = await up({ paths, progress: () => undefined }));
});
afterEach(() => tiny?.remove());
afterAll(async () => {
  await down(paths, { purge: true, progress: () => undefined });
  rmSync(folder, { recursive: true, force: true });
});

/** Terraform's environment; what the user's own says about AWS must not get through. */
async function terraformEnvironment(): Promise<NodeJS.ProcessEnv> {
  const foreign = {
    ...process.env,
    AWS_PROFILE: 'production',
    AWS_SESSION_TOKEN: 'x',
    AWS_ENDPOINT_URL_S3: 'http://x',
  };
  const target = await localTarget(environment, foreign, paths.state);
  const { AWS_PROFILE, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL_S3 } = target.environment;
  expect({ AWS_PROFILE, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL_S3 }).toEqual({});
  expect(target.environment).toMatchObject(clientEnvironment(instance, environment.primaryRegion));
  return target.environment;
}

/** Leaves what a Terraform leaves that was killed at that time. */
function leaveKilled({ state }: TinyStacks, stack: string, at: Date): void {
  const [record, output] = [join(state, 'running', `${stack}.json`), join(state, 'logs', `${stack}.jsonl`)];
  for (const file of [record, output]) mkdirSync(dirname(file), { recursive: true });
  writeFileSync(record, JSON.stringify({ pid: spawnSync('true').pid, startTime: 'x', startedAt: at.toISOString() }));
  writeFileSync(output, '');
  utimesSync(output, at, at);
}

describe('state in the S3 buckets of the local cloud', () => {
  it('is locked by a Terraform that was killed, and the next run removes that lock and no other', async () => {
    await ensureStateBuckets(environment, instance.endpoint);
    await ensureStateBuckets(environment, instance.endpoint);
    const terraform = { environment: await terraformEnvironment() };
    const slow = { command: 'touch begun; exec sleep 300', bucket };
    tiny = new TinyStacks({ slow, after: { reads: 'slow', bucket } });
    const { output } = tiny;
    const place = () => ['slow', 'after'].forEach((name) => placeOverride(join(output, 'stacks', name)));
    place();
    const run = tiny.run('apply', terraform);
    await until(() => existsSync(join(output, 'stacks/slow/begun')));
    process.kill(tiny.terraform('slow')!, 'SIGKILL');
    expect((await run)['slow']?.failure?.error).toMatch(/was killed \(SIGKILL\)/);

    tiny.write('slow', { command: 'true', bucket });
    place();
    expect(await tiny.run('apply', terraform)).toMatchObject({
      slow: { status: 'applied' },
      after: { status: 'applied' },
    });
    expect(tiny.log('slow')).toMatch(/the lock \S+ is of process \d+, which was killed; removing it/);
    expect(await tiny.run('plan', terraform)).toMatchObject({
      slow: { status: 'unchanged' },
      after: { status: 'unchanged' },
    });
  });

  it('is not unlocked while the Terraform that holds the lock lives', async () => {
    const terraform = { environment: await terraformEnvironment() };
    tiny = new TinyStacks({ held: { command: UNTIL_FINISHED, bucket } });
    const { output, folder: own } = tiny;
    placeOverride(join(output, 'stacks/held'));
    const run = tiny.run('apply', terraform);
    await until(() => existsSync(join(output, 'stacks/held/begun')));
    // Another working copy on the same state knows nothing of our processes, and has had one killed days ago.
    const other = new TinyStacks({ held: { bucket } }, join(own, 'other'));
    leaveKilled(other, 'held', new Date(Date.now() - 2 * 24 * 3_600_000));
    placeOverride(join(other.output, 'stacks/held'));
    expect((await other.run('apply', terraform))['held']?.failure).toMatchObject({
      error: expect.stringMatching(/^the state is locked by .+@.+ since .+ \(apply\)$/),
      hint: expect.stringContaining('force-unlock'),
    });
    tiny.finish('held');
    expect((await run)['held']).toMatchObject({ status: 'applied' });
  });
});
