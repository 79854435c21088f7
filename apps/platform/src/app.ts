import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'cdktf';

/** Root of the repository: the folder of `cdktf.json`. */
export const REPOSITORY = resolve(__dirname, '../../..');

/**
 * The cdktf app with the context of `cdktf.json`. The context decides the logical ids, so it must be the same whether or
 * not the cdktf CLI runs the app.
 *
 * @param outdir folder to synthesise to; by default the one that the cdktf CLI names, or else `cdktf.out`
 */
export function createApp(outdir?: string): App {
  const { context } = JSON.parse(readFileSync(join(REPOSITORY, 'cdktf.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return new App({ context, ...(outdir === undefined ? {} : { outdir }) });
}
