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

const provider = { terraform: { required_providers: { aws: { source: 'aws', version: '5.100.0' } } } };
const queue = (settings: object) =>
  JSON.stringify({ ...provider, resource: { aws_sqs_queue: { orders: { name: 'orders', ...settings } } } });

const STACKS = {
  'unknown-argument': queue({ nmae: 'orders' }),
  good: queue({}),
  'bad-value': queue({ delay_seconds: -1 }),
  'no-json': '{',
};
const refused = (words: RegExp) => ({ valid: false, message: expect.stringMatching(words) });
const EXPECTED: Readonly<Record<keyof typeof STACKS, object>> = {
  'unknown-argument': refused(/Extraneous JSON object property[^]*nmae/),
  good: { valid: true },
  'bad-value': refused(/expected delay_seconds to be in the range/),
  'no-json': refused(/JSON data ends prematurely/),
};

describe('stacks that Terraform or the provider refuses', () => {
  beforeAll(() => {
    for (const [name, json] of Object.entries(STACKS)) {
      mkdirSync(join(folder, 'stacks', name), { recursive: true });
      writeFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), json);
    }
  });

  it("are told with the stack's name and Terraform's own words, and the others are validated all the same", async () => {
    const done: string[] = [];
    const validations = await validateStacks(
      Terraform.find(providerInstallation(folder)),
      folder,
      Object.keys(STACKS),
      // So that one refuses before it knows whether the others are valid, and one is left over.
      { together: 3, onDone: ({ name }) => done.push(name) },
    );
    expect(validations).toEqual(Object.entries(EXPECTED).map(([name, expected]) => ({ name, ...expected })));
    expect(done.sort()).toEqual(Object.keys(STACKS).sort());
  });
});
