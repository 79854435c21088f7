import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, pathsFor, probe, up } from '@active-active/local-cloud';
import { type CommandResult, startCommandLine } from '../test/run-command';
import { until } from './tiny-stacks';

/**
 * Stacks of the local environment, applied to a local cloud of which one part after another is killed: each step goes on
 * from what the one before has left.
 */
const folder = mkdtempSync(join(tmpdir(), 'platform-killed-'));
const paths = pathsFor(join(folder, 'local-cloud'));
const state = join(folder, '.state/local');
const startLocalCloud = () => up({ paths, progress: () => undefined });

beforeAll(startLocalCloud);
afterAll(async () => {
  await down(paths, { purge: true, progress: () => undefined });
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command of the platform on some stacks, in a process of its own. */
function run(command: 'apply' | 'plan', ...stacks: readonly string[]): Promise<CommandResult> {
  const target = ['--output', join(folder, 'cdktf.out'), '--local-cloud-dir', paths.state, '--json'];
  return startCommandLine(command, [...target, ...stacks.flatMap((name) => ['--stack', name])]).ended;
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Waits until Terraform has begun to make a resource of this type. */
function begun(stack: string, type: string): Promise<void> {
  const event = new RegExp(`"resource_type":"${type}".*"action":"create".*"type":"apply_start"`);
  return until(() => event.test(textOf(join(state, 'logs', `${stack}.jsonl`))), 90);
}

/** Waits until the local cloud has answered such a call. */
function answered(action: string, region: string): Promise<void> {
  const call = new RegExp(`"action":"${action}","region":"${region}".*"status":200`);
  return until(() => call.test(textOf(paths.callLog)), 90);
}

async function killComponent(name: string): Promise<void> {
  const pidOf = async () => (await probe(paths))?.components.find((component) => component.name === name)?.pid;
  await until(async () => (await pidOf()) !== undefined, 90);
  process.kill((await pidOf())!, 'SIGKILL');
}

interface StateFile {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly status?: string; readonly attributes: { readonly id: string } }[];
  }[];
}

/** Ids of what a stack has in its state and is whole, by address. */
function applied(stack: string): Readonly<Record<string, string>> {
  const { resources } = JSON.parse(textOf(join(state, `${stack}.tfstate`))) as StateFile;
  return Object.fromEntries(
    resources.flatMap(({ mode, type, name, instances: [instance] }) =>
      mode === 'managed' && instance && instance.status !== 'tainted'
        ? [[`${type}.${name}`, instance.attributes.id]]
        : [],
    ),
  );
}

const typesIn = (ids: Readonly<Record<string, string>>) => Object.keys(ids).map((address) => address.split('.')[0]);
const log = (stack: string) => textOf(join(state, 'logs', `${stack}.log`));
const statuses = ({ stdout }: CommandResult) =>
  Object.fromEntries(
    (JSON.parse(stdout) as { stacks: { name: string; status: string }[] }).stacks.map(({ name, status }) => [
      name,
      status,
    ]),
  );

describe('kill -9 in the middle of an apply of real stacks', () => {
  it('is not noticed when it meets moto or an item store', async () => {
    const stacks = ['iam', 'certificate-ap-south-1', 'global-table-ap-south-1'];
    const running = run('apply', ...stacks);
    await begun('iam', 'aws_iam_role');
    await killComponent('moto');
    await begun('global-table-ap-south-1', 'aws_dynamodb_table');
    await killComponent('item-store-ap-south-1');
    const ended = await running;
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(statuses(ended)).toEqual(Object.fromEntries(stacks.map((name) => [name, 'applied'])));
  });

  it('is repaired by the next run when it meets the gateway', async () => {
    const running = run('apply', 'evacuation-switch-us-east-1');
    await begun('evacuation-switch-us-east-1', 'aws_s3_bucket_public_access_block');
    process.kill((await probe(paths))!.pid, 'SIGKILL');
    expect(await running).toMatchObject({ exitCode: 1 });
    const before = applied('evacuation-switch-us-east-1');
    expect(typesIn(before)).toContain('aws_s3_bucket');

    await startLocalCloud();
    expect(await run('apply', 'evacuation-switch-us-east-1')).toMatchObject({ exitCode: 0 });
    expect(applied('evacuation-switch-us-east-1')).toMatchObject(before);
  });

  it('is repaired by the next run when it meets Terraform, which takes over what was being made', async () => {
    const running = run('apply', 'dns-zone');
    await begun('dns-zone', 'aws_route53_record');
    await answered('ChangeResourceRecordSets', 'us-east-1');
    const record = JSON.parse(textOf(join(state, 'running/dns-zone.json'))) as { pid: number };
    process.kill(record.pid, 'SIGKILL');
    const ended = await running;
    expect(ended).toMatchObject({ exitCode: 1 });
    expect(ended.stderr).toContain('Terraform was killed (SIGKILL)');
    const before = applied('dns-zone');
    expect(typesIn(before)).toContain('aws_route53_zone');
    expect(typesIn(before)).not.toContain('aws_route53_record');

    expect(await run('apply', 'dns-zone')).toMatchObject({ exitCode: 0 });
    expect(log('dns-zone')).toMatch(/stopped while it made these; taking over what exists: .*aws_route53_record\./);
    expect(applied('dns-zone')).toMatchObject(before);
  });

  it('has left nothing undone: no plan has a change', async () => {
    const stacks = [
      'iam',
      'certificate-ap-south-1',
      'dns-zone',
      'global-table-ap-south-1',
      'evacuation-switch-us-east-1',
    ];
    const planned = await run('plan', ...stacks);
    expect(statuses(planned)).toEqual(Object.fromEntries(stacks.map((name) => [name, 'unchanged'])));
    expect(planned).toMatchObject({ exitCode: 0 });
  });
});
