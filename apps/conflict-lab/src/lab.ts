import { LabCloud, type LagRange } from './lab-cloud';
import type { Finding } from './result';
import { runStrategy } from './run-strategy';
import { drawSchedule, type Load } from './schedule';
import type { Strategy } from './strategies';

export interface LabOptions {
  readonly strategies: readonly Strategy[];
  readonly seed: number;
  readonly lag: LagRange;
  readonly load: Load;
  /** State directory of a local cloud that runs. @default - one of its own, gone afterwards */
  readonly localCloudDirectory?: string;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Regions of one set, so that AWS would have a strongly consistent table of the first two, with the third as witness. */
const REGIONS = ['us-east-1', 'us-west-2', 'us-east-2'] as const;
/** Between us-east-1 and its neighbour; a strongly consistent write waits for the nearest member only. */
const WITNESS_LAG = { least: 15, most: 20 };

/** Runs each strategy through the same schedule, one after another. */
export async function runLab(options: LabOptions): Promise<readonly Finding[]> {
  const { strategies, seed, lag, load, localCloudDirectory: directory, progress, signal } = options;
  const [oldHome, newHome, witness] = REGIONS;
  const schedule = drawSchedule(seed, load, [oldHome, newHome]);
  const cloud = await LabCloud.open({ ...(directory !== undefined && { directory }), progress, signal });
  try {
    const toWitness = [oldHome, newHome].map((home) => [home, witness] as const);
    await cloud.setLag(lag, toWitness, WITNESS_LAG);
    const findings: Finding[] = [];
    for (const [i, strategy] of strategies.entries()) {
      signal.throwIfAborted();
      progress(`${strategy.name}, ${i + 1} of ${strategies.length}`);
      const tableName = `conflict-lab-${process.pid}-${strategy.name}`;
      const finding = await runStrategy(strategy, { cloud, regions: REGIONS, schedule, seed, tableName, signal });
      const { acknowledged, lost, duplicated } = finding;
      progress(`  ${acknowledged} acknowledged, ${lost} lost, ${duplicated} duplicated`);
      findings.push(finding);
    }
    return findings;
  } finally {
    await cloud.close();
  }
}
