import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of the repository. */
export const REPOSITORY = resolve(__dirname, '../../..');

/** The command behind `npm run NAME`, without npm itself. */
export function scriptOf(name: string): string {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const script = scripts[name];
  if (script === undefined) throw new Error(`package.json must have the script '${name}', which a benchmark runs`);
  return script;
}
