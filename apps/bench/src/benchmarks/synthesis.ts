import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Benchmark, exactly, type Goal, type Measurement } from '../benchmark';
import { type CommandCost, commandCost } from '../measure/command-cost';
import { cpuOf, inRounds } from '../measure/rounds';
import { ratios, summarise } from '../measure/statistics';
import { scriptOf } from '../repository';
import { productionMatrix, withRegions } from './region-matrices';

const ROUNDS = 3;
const FLOOR = resolve(__dirname, '../processes/json-floor.cjs');
const GOALS = {
  cpuARegion: { atMost: 30 },
  growth: { atMost: 1.1 },
  memory: { atMost: 120 },
} as const satisfies Record<string, Goal>;

export const synthesis: Benchmark = {
  name: 'synthesis',
  summary: 'npm run synth of 2, 8 and 32 regions',
  method:
    '`npm run synth` as it ships, whole processes without npm itself, of the production matrix with 2, 8 and 32 regions. The floor is a node process that reads and writes the same JSON',
  run: async ({ progress, signal }) => {
    const directory = mkdtempSync(join(tmpdir(), 'bench-synthesis-'));
    const output = (regions: number) => join(directory, `out-${regions}`);
    try {
      const production = productionMatrix();
      const synthesise = (regions: number) => {
        const matrix = join(directory, `${regions}.json`);
        writeFileSync(matrix, JSON.stringify(withRegions(production, regions)));
        return () => {
          progress(`synthesising ${regions} regions`);
          return commandCost(`${scriptOf('synth')} --environment '${matrix}' --output '${output(regions)}'`, signal);
        };
      };
      const [two, eight, many] = [synthesise(2), synthesise(8), synthesise(32)];
      const floor = () => commandCost(`node '${FLOOR}' '${output(32)}'`, signal);
      // The first one fills the caches of the compiler.
      await two();
      return [
        ...measurementsOf(await inRounds({ two, eight, many, floor }, { rounds: ROUNDS, signal })),
        {
          name: 'resources a region, from 8 to 32 regions',
          unit: 'count',
          measured: exactly((resourcesIn(output(32)) - resourcesIn(output(8))) / 24),
        },
      ];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

type Contender = 'two' | 'eight' | 'many' | 'floor';

/** @param costs - of whole processes, round by round */
export function measurementsOf(costs: Readonly<Record<Contender, readonly CommandCost[]>>): readonly Measurement[] {
  const cpu = { two: cpuOf(costs.two), eight: cpuOf(costs.eight), many: cpuOf(costs.many), floor: cpuOf(costs.floor) };
  const late = slopes(cpu.eight, cpu.many, 32 - 8);
  return [
    {
      name: 'synthesis of 32 regions, CPU',
      peer: 'JSON floor',
      unit: 'x',
      measured: summarise(ratios(cpu.many, cpu.floor)),
    },
    {
      name: 'CPU a region, 8 to 32 regions',
      peer: '2 to 8 regions',
      unit: 'x',
      measured: summarise(ratios(late, slopes(cpu.two, cpu.eight, 8 - 2))),
      goal: GOALS.growth,
    },
    { name: 'CPU a region, 8 to 32 regions', unit: 'ms', measured: summarise(late), goal: GOALS.cpuARegion },
    { name: 'synthesis of 2 regions, CPU', unit: 'ms', measured: summarise(cpu.two) },
    { name: 'synthesis of 8 regions, CPU', unit: 'ms', measured: summarise(cpu.eight) },
    { name: 'synthesis of 32 regions, CPU', unit: 'ms', measured: summarise(cpu.many) },
    {
      name: 'synthesis of 32 regions, peak memory',
      unit: 'MB',
      measured: summarise(costs.many.map(({ peakMegabytes }) => peakMegabytes)),
      goal: GOALS.memory,
    },
  ];
}

function slopes(fewer: readonly number[], more: readonly number[], regions: number): readonly number[] {
  return more.map((cost, round) => (cost - (fewer[round] as number)) / regions);
}

function resourcesIn(output: string): number {
  const stacks = join(output, 'stacks');
  return readdirSync(stacks)
    .map((name) => JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8')) as { resource?: object })
    .flatMap(({ resource = {} }) => Object.values(resource) as object[])
    .reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}
