import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerInstallation } from '@active-active/local-cloud';
import { Terraform } from '../src/terraform/terraform';
import { validateStacks } from '../src/terraform/validate-stacks';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-validate-stacks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a stack that the provider refuses', () => {
  it("is told with the stack's name and Terraform's own words, and the others are validated all the same", async () => {
    const provider = { terraform: { required_providers: { aws: { source: 'aws', version: '5.100.0' } } } };
    const stacks = {
      good: { ...provider, resource: { aws_sqs_queue: { orders: { name: 'orders' } } } },
      bad: { ...provider, resource: { aws_sqs_queue: { orders: { nmae: 'orders' } } } },
    };
    for (const [name, json] of Object.entries(stacks)) {
      mkdirSync(join(folder, 'stacks', name), { recursive: true });
      writeFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), JSON.stringify(json));
    }
    const [bad, good] = await validateStacks(Terraform.find(providerInstallation(folder)), folder, ['bad', 'good']);
    expect(good).toMatchObject({ name: 'good', valid: true });
    expect(bad).toMatchObject({ name: 'bad', valid: false });
    expect(bad?.message).toMatch(/Extraneous JSON object property[^]*nmae/);
  });
});
