import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXIT } from '@active-active/command-line';
import { REPOSITORY } from '../app';
import { generatedPages, type Page } from '../docs/generated-pages';
import { runEnvironmentCommand } from './environment-command';

void runEnvironmentCommand({
  help: `
Writes what is generated of the documentation anew: the diagram of the README, the tables of ARCHITECTURE.md and the
previews in docs/dashboards. All of it is made from the production environment.

Usage: npm run docs -- [options]

  --check  write nothing, and fail when a page is not up to date
  --help   print this text

Exit codes: 0 up to date, 1 a page was out of date (with --check), 2 wrong use
`,
  options: { check: { type: 'boolean', default: false } },
  run: ({ check }) => {
    const stale = generatedPages().filter((page) => textOf(page) !== page.text);
    for (const page of stale) {
      if (!check) renew(page);
      const done = page.text === undefined ? 'removed' : 'written';
      process.stderr.write(`${page.path}: ${check ? "out of date; run 'npm run docs'" : done}\n`);
    }
    return check && stale.length > 0 ? EXIT.failure : EXIT.ok;
  },
});

/** What stands there now. */
function textOf({ path }: Page): string | undefined {
  const file = join(REPOSITORY, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function renew({ path, text }: Page): void {
  const file = join(REPOSITORY, path);
  if (text === undefined) {
    rmSync(file);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
