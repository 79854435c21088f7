import { DynamoBench } from '../support/dynamodb';
import { TerraformBench } from '../support/terraform';
import { tablesConfiguration } from './configuration';

const bench = new DynamoBench();
beforeAll(() => bench.up());
afterAll(() => bench.remove());

test('tables and replicas of all kinds are applied, changed in place and found again after a restart, each with an empty plan', async () => {
  const terraform = new TerraformBench(bench.cloud, 'tables', tablesConfiguration());
  terraform.apply();
  expect(terraform.plan()).toBe('');
  terraform.apply('-var=v=2');
  await bench.cloud.down();
  await bench.up();
  expect(terraform.plan('-var=v=2')).toBe('');
  terraform.destroy();
});
