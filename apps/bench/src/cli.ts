/**
 * `npm run bench`: what the repository claims about speed, measured against named peers.
 *
 * - Contenders take turns within each round (`measure/rounds.ts`), and the ratio of each round is what counts: a load of
 *   the machine meets both. Rounds before the first warm up compilers and caches.
 * - CPU time is measured, not elapsed time: of this process where the work is a function, of whole processes where
 *   starting up is part of what a user waits for (`measure/command-cost.ts`).
 * - No number makes the command fail: a goal that is not met stands in the table.
 *
 * To add one, write a `Benchmark` in `benchmarks/` and name it in `benchmarks/index.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';
import { LocalCloudError } from '@active-active/local-cloud';
import type { Benchmark, BenchmarkContext, Measurement } from './benchmark';
import { type Options, parseOptions, USAGE, UsageError } from './options';
import { renderJson, renderMarkdown, renderTable } from './report';
import { REPOSITORY } from './repository';

const DOCUMENT = join(REPOSITORY, 'docs/benchmarks.md');

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
      console.error(`error: ${error.message}\nrun 'npm run bench -- --help' for the options`);
      return 2;
    }
    if (error instanceof Interrupted) {
      console.error(`error: ${error.message}`);
      return error.exitCode;
    }
    throw error;
  }
}

async function run({ benchmarks, json, write }: Options): Promise<number> {
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
    const { measurements, failed } = await measure(benchmarks, { progress, signal: abort.signal });
    console.log(json ? renderJson(measurements) : renderTable(measurements));
    if (write && !failed) {
      writeFileSync(DOCUMENT, renderMarkdown(benchmarks, measurements));
      progress(`written: ${relative(process.cwd(), DOCUMENT)}`);
    }
    return failed ? 1 : 0;
  } catch (error) {
    // Whatever was under way fails in its own words.
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** Runs one after another. One that fails is told of, and the others run. */
export async function measure(
  benchmarks: readonly Benchmark[],
  context: BenchmarkContext,
): Promise<{ readonly measurements: readonly Measurement[]; readonly failed: boolean }> {
  const measurements: Measurement[] = [];
  let failed = false;
  for (const { name, run } of benchmarks) {
    context.signal.throwIfAborted();
    context.progress(name);
    try {
      measurements.push(...(await run(context)));
    } catch (error) {
      context.signal.throwIfAborted();
      failed = true;
      console.error(`error: ${name}: ${error instanceof LocalCloudError ? error.message : inspect(error)}`);
    }
  }
  return { measurements, failed };
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
