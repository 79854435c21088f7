import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, interruptible } from '@active-active/command-line';
import { providerInstallation } from '@active-active/local-cloud';
import { DEFAULT_ENVIRONMENT, loadEnvironment } from '../load-environment';
import { synthesise } from '../synthesise';
import { Terraform } from '../terraform/terraform';
import { type Validation, validateStacks } from '../terraform/validate-stacks';
import { runEnvironmentCommand } from './environment-command';
import { style } from './table';

void runEnvironmentCommand({
  help: `
Synthesises an environment to a temporary folder and lets Terraform and its AWS provider validate every stack.
Needs no AWS account and no credentials.

Usage: npm run validate -- [options]

  --environment NAME|PATH  known name, .ts file or .json file (default: ${DEFAULT_ENVIRONMENT})
  --json                   print {environment, stacks: [{name, valid, message?}]} as JSON on stdout
  --help                   print this text

Providers come from the public registry, or from a filesystem mirror: set TF_PLUGIN_MIRROR to its folder.

Exit codes: 0 all valid, 1 a stack is not valid or no usable Terraform, 2 unknown environment or bad matrix,
130 interrupted
`,
  options: { environment: { type: 'string', default: DEFAULT_ENVIRONMENT }, json: { type: 'boolean', default: false } },
  run: async (options) => {
    const environment = loadEnvironment(options.environment);
    return await inScratchFolder(async (scratch, signal) => {
      const terraform = Terraform.find(providerInstallation(scratch));
      const output = join(scratch, 'cdktf.out');
      const names = synthesise(environment, output).map(({ name }) => name);
      let done = 0;
      const onDone = (validation: Validation) => {
        done += 1;
        process.stderr.write(progressLine(validation, `${done}/${names.length}`));
      };
      process.stderr.write(`validating ${names.length} stacks\n`);
      const validations = await validateStacks(terraform, output, names, { signal, onDone });
      const invalid = validations.filter(({ valid }) => !valid);
      if (options.json) {
        process.stdout.write(
          `${JSON.stringify({ environment: environment.name, stacks: validations }, undefined, 2)}\n`,
        );
      } else {
        process.stdout.write(`${environment.name}: ${names.length - invalid.length} of ${names.length} stacks valid\n`);
      }
      return invalid.length === 0 ? EXIT.ok : EXIT.failure;
    });
  },
});

function progressLine({ name, valid, message }: Validation, count: string): string {
  const verdict = valid ? style(process.stderr, 'green', 'valid') : style(process.stderr, 'red', 'INVALID');
  const detail = message === undefined ? '' : `${message.replace(/^/gm, '  ')}\n`;
  return `[${count}] ${name}: ${verdict}\n${detail}`;
}

/** Gives a folder that is gone afterwards, also when the user interrupts. */
async function inScratchFolder<T>(use: (folder: string, signal: AbortSignal) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'active-active-validate-'));
  try {
    return await interruptible((signal) => use(folder, signal));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
