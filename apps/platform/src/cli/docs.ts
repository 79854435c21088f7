import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../app';
import { generatedPages } from '../docs/generated-pages';
import { EXIT, runCommand } from './command';

void runCommand({
  help: `
Writes the generated sections of the documentation anew: the diagram of the README and the tables of ARCHITECTURE.md.
They are made from the stack graph of the production environment.

Usage: npm run docs -- [options]

  --check  write nothing, and fail when a page is not up to date
  --help   print this text

Exit codes: 0 up to date, 1 a page was out of date (with --check), 2 wrong use
`,
  options: { check: { type: 'boolean', default: false } },
  run: ({ check }) => {
    const stale = generatedPages().filter(({ path, text }) => readFileSync(join(REPOSITORY, path), 'utf8') !== text);
    for (const { path, text } of stale) {
      if (!check) writeFileSync(join(REPOSITORY, path), text);
      process.stderr.write(`${path}: ${check ? "out of date; run 'npm run docs'" : 'written'}\n`);
    }
    return check && stale.length > 0 ? EXIT.failure : EXIT.ok;
  },
});
