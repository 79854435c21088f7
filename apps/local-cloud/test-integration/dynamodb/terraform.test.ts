import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AP, DynamoBench, EU, US } from '../support/dynamodb';
import { TerraformBench } from '../support/terraform';
import { tablesConfiguration } from './configuration';

const bench = new DynamoBench();
beforeAll(() => bench.up());
afterAll(() => bench.remove());

/** A stack as the platform synthesises it, with its state in the test's folder. */
function stack(output: string, name: string): object {
  const document = JSON.parse(readFileSync(join(output, 'stacks', name, 'cdk.tf.json'), 'utf8')) as {
    terraform: { backend?: object };
  };
  delete document.terraform.backend;
  return document;
}

test("the platform's global table: a stack a region, applied, planned, restarted, and destroyed", async () => {
  const output = join(bench.cloud.directory, 'synth');
  const { repository } = bench.cloud.paths;
  const script = join(repository, 'apps/platform/src/cli/synth.ts');
  const flags = [
    '--conditions=@active-active/source',
    '--import',
    'tsx',
    script,
    '--environment',
    'local',
    '--output',
    output,
  ];
  execFileSync(process.execPath, flags, { cwd: repository, stdio: 'ignore' });
  const terraform = (region: string) =>
    new TerraformBench(bench.cloud, `global-table-${region}`, stack(output, `global-table-${region}`));
  const [main, ...replicas] = [terraform(AP), terraform(US), terraform(EU)];
  main?.apply();
  for (const replica of replicas) replica.apply();
  const table = String(main?.outputs()['table_name']);
  await bench.items(US).put({ TableName: table, Item: { pk: 'order', sk: '1' } });
  await bench.quiesce();
  expect((await bench.items(AP).get({ TableName: table, Key: { pk: 'order', sk: '1' } })).Item).toBeDefined();
  for (const each of [main, ...replicas]) expect(each?.plan()).toBe('');

  await bench.cloud.down();
  await bench.up();
  for (const each of [main, ...replicas]) expect(each?.plan()).toBe('');
  for (const replica of replicas) replica.destroy();
  expect((await bench.describe(table, AP)).Replicas).toBeUndefined();
  main?.destroy();
}, 400_000);

test('tables and replicas of all kinds are applied and changed in place, each time with an empty plan after it', () => {
  const terraform = new TerraformBench(bench.cloud, 'tables', tablesConfiguration());
  terraform.apply();
  expect(terraform.plan()).toBe('');
  terraform.apply('-var=v=2');
  expect(terraform.plan('-var=v=2')).toBe('');
  terraform.destroy();
}, 400_000);
