import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LocalCloudError } from '@active-active/local-cloud';
import { renderChart } from './chart';
import { runLab } from './lab';
import { type Options, parseOptions, USAGE, UsageError } from './options';
import { renderJson, renderTable } from './report';
import { breaksClaim } from './result';
import { FULL_LOAD } from './schedule';

const DEFAULT_CHART = resolve(__dirname, '../../../.state/conflict-lab/chart.svg');

/** Ended by a signal: the exit code that shells give. */
class Interrupted extends Error {
  constructor(readonly exitCode: number) {
    super('interrupted; what was started is stopped');
  }
}

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (!options.help) return await run(options);
    console.log(USAGE);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`error: ${error.message}\nrun 'npm run conflict-lab -- --help' for the options`);
      return 2;
    }
    if (error instanceof Interrupted || error instanceof LocalCloudError) {
      console.error(`error: ${error.message}`);
      return error.exitCode;
    }
    throw error;
  }
}

async function run({ strategies, lag, seed = randomInt(2 ** 32), json, svg, ...options }: Options): Promise<number> {
  // Which version of node is used is for the repository to say.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const abort = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => abort.abort(new Interrupted(signal === 'SIGINT' ? 130 : 143));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const started = performance.now();
  const progress = (line: string): void =>
    console.error(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${line}`);
  try {
    progress(`seed ${seed}, ${strategies.length} strategies, lag ${lag.least}-${lag.most} ms`);
    const { localCloudDirectory } = options;
    const findings = await runLab({
      strategies,
      lag,
      seed,
      load: FULL_LOAD,
      ...(localCloudDirectory !== undefined && { localCloudDirectory: callerPath(localCloudDirectory) }),
      progress,
      signal: abort.signal,
    });
    const chart = svg === undefined ? DEFAULT_CHART : callerPath(svg);
    mkdirSync(dirname(chart), { recursive: true });
    writeFileSync(chart, renderChart(seed, findings));
    progress(`chart: ${chart}`);
    console.log(json ? renderJson(seed, findings) : renderTable(findings));
    return findings.some(breaksClaim) ? 1 : 0;
  } catch (error) {
    // Whatever was under way fails in its own words.
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** A path as the user meant it: `npm run` changes to the root of the repository, and leaves word of where it was called. */
function callerPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
