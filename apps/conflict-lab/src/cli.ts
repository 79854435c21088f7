import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { callerPath, type Command, EXIT, interruptible, progressLines, runCommand } from '@active-active/command-line';
import { renderChart } from './chart';
import { runLab } from './lab';
import { OPTIONS, type Settings, settingsOf, USAGE } from './options';
import { renderJson, renderTable } from './report';
import { breaksClaim } from './result';
import { FULL_LOAD } from './schedule';

const DEFAULT_CHART = resolve(__dirname, '../../../.state/conflict-lab/chart.svg');

export const conflictLab = {
  help: USAGE,
  options: OPTIONS,
  run: (options) => interruptible((signal) => run(settingsOf(options), signal)),
} satisfies Command<typeof OPTIONS>;

async function run(settings: Settings, signal: AbortSignal): Promise<number> {
  const { strategies, lag, seed = randomInt(2 ** 32), json, svg, localCloudDirectory } = settings;
  const progress = progressLines();
  progress(`seed ${seed}, ${strategies.length} strategies, lag ${lag.least}-${lag.most} ms`);
  const findings = await runLab({
    strategies,
    lag,
    seed,
    load: FULL_LOAD,
    ...(localCloudDirectory !== undefined && { localCloudDirectory: callerPath(localCloudDirectory) }),
    progress,
    signal,
  });
  const chart = svg === undefined ? DEFAULT_CHART : callerPath(svg);
  mkdirSync(dirname(chart), { recursive: true });
  writeFileSync(chart, renderChart(seed, findings));
  progress(`chart: ${chart}`);
  console.log(json ? renderJson(seed, findings) : renderTable(findings));
  return findings.some(breaksClaim) ? EXIT.failure : EXIT.ok;
}

if (require.main === module) void runCommand(conflictLab);
