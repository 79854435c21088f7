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
import {
  type Command,
  CommandError,
  EXIT,
  interruptible,
  progressLines,
  runCommand,
} from '@active-active/command-line';
import type { Benchmark, BenchmarkContext, Measurement } from './benchmark';
import { OPTIONS, type Settings, settingsOf, USAGE } from './options';
import { renderJson, renderMarkdown, renderTable } from './report';
import { REPOSITORY } from './repository';

const DOCUMENT = join(REPOSITORY, 'docs/benchmarks.md');

export const bench = {
  help: USAGE,
  options: OPTIONS,
  run: (options) => interruptible((signal) => run(settingsOf(options), signal)),
} satisfies Command<typeof OPTIONS>;

async function run({ benchmarks, json, write }: Settings, signal: AbortSignal): Promise<number> {
  const progress = progressLines();
  const { measurements, failed } = await measure(benchmarks, { progress, signal });
  console.log(json ? renderJson(measurements) : renderTable(measurements));
  if (write && !failed) {
    writeFileSync(DOCUMENT, renderMarkdown(benchmarks, measurements));
    progress(`written: ${relative(process.cwd(), DOCUMENT)}`);
  }
  return failed ? EXIT.failure : EXIT.ok;
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
      console.error(`error: ${name}: ${error instanceof CommandError ? error.message : inspect(error)}`);
    }
  }
  return { measurements, failed };
}

if (require.main === module) void runCommand(bench);
