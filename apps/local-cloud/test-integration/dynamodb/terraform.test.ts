import { DynamoBench } from '../support/dynamodb';
import { TerraformBench } from '../support/terraform';
import { tablesConfiguration } from './configuration';

const bench = new DynamoBench();
beforeAll(() => bench.up());
afterAll(() => bench.remove());

test('tables and replicas of all kinds are applied, changed in place and found again after a restart, each with an empty plan', async () => {
  const terraform = await TerraformBench.initialise(bench.cloud, 'tables', tablesConfiguration());
  await terraform.apply();
  expect(await terraform.plan()).toBe('');
  await terraform.apply('-var=v=2');
  await bench.cloud.down();
  await bench.up();
  expect(await terraform.plan('-var=v=2')).toBe('');
  await terraform.destroy();
});
