import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { storedZip } from './zip';

/** The canary's sources, beside `src` as well as beside `dist`. */
const SOURCES = resolve(__dirname, '../canary');

/** Handler of the package: file and function. */
export const CANARY_HANDLER = 'canary.handler';

/**
 * The canary's code as the zip archive that Synthetics wants, the same bytes on every machine.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_WritingCanary_Nodejs_Pup.html
 */
export function canaryPackage(): Buffer {
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: ['canary.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The runtime provides it.
    external: ['@aws/synthetics-puppeteer'],
    // Not the settings of whatever folder this is used in.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return storedZip({ 'nodejs/node_modules/canary.js': outputFiles[0]!.contents });
}
