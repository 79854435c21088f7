import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terraform } from '../src/terraform/terraform';
import { validateStacks } from '../src/terraform/validate-stacks';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-validate-'));
  for (const name of ['a', 'b']) mkdirSync(join(folder, 'stacks', name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Validates two stacks with a Terraform that answers `validate -json` so, and notes each folder that it validates. */
async function validateWith(answer: string) {
  const script = `#!/bin/sh
case "$*" in
  version*) echo '{"terraform_version": "1.11.4"}';;
  'validate -json') echo '[TRACE] a log line' >&2; ${answer};;
  validate*) [ "$(basename "$PWD")" = a ];;
esac
`;
  writeFileSync(join(folder, 'terraform'), script, { mode: 0o755 });
  const terraform = Terraform.find({ ...process.env, PATH: `${folder}:${process.env['PATH']}` });
  const validations = await validateStacks(terraform, folder, ['a', 'b'], { together: 2 });
  return validations.map(({ valid }) => valid);
}

describe('stacks that are validated together', () => {
  it('are judged by what Terraform prints, whatever it logs beside it', async () => {
    expect(await validateWith(`echo '{"valid": true, "diagnostics": []}'`)).toEqual([true, true]);
  });

  it('are validated alone when Terraform prints no report', async () => {
    expect(await validateWith('echo panic; exit 2')).toEqual([true, false]);
  });
});
