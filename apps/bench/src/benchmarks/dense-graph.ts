import { resolve } from 'node:path';
import type { Benchmark } from '../benchmark';
import { commandCost } from '../measure/command-cost';
import { cpuOf, inRounds } from '../measure/rounds';
import { ratios, summarise } from '../measure/statistics';

const ROUNDS = 3;
const APP = resolve(__dirname, '../processes/dense-graph.ts');
const REGIONS = 32;
/** The inherited method takes nearly twice as long with each region more; with 32 it would take minutes. */
const COMPARED_REGIONS = 26;

export const denseGraph: Benchmark = {
  name: 'dense-graph',
  summary: 'stacks that read all before them: BaseStack and TerraformStack',
  method:
    'an app of one `BaseStack` a region that reads all before it, whole processes, and the same with the `dependsOn` that it would inherit from `TerraformStack` of cdktf, which takes nearly twice as long with each region more',
  run: async ({ progress, signal }) => {
    const synthesise = (kind: 'own' | 'inherited', regions: number) => () => {
      progress(`a dense graph of ${regions} regions, dependsOn ${kind}`);
      return commandCost(`node --conditions=@active-active/source --import tsx '${APP}' ${kind} ${regions}`, signal);
    };
    const costs = await inRounds(
      {
        all: synthesise('own', REGIONS),
        own: synthesise('own', COMPARED_REGIONS),
        inherited: synthesise('inherited', COMPARED_REGIONS),
      },
      { rounds: ROUNDS, signal },
    );
    return [
      {
        name: `dense graph of ${COMPARED_REGIONS} regions, CPU`,
        peer: "cdktf's dependsOn",
        unit: 'x',
        measured: summarise(ratios(cpuOf(costs.own), cpuOf(costs.inherited))),
      },
      {
        name: `dense graph of ${REGIONS} regions, CPU`,
        unit: 'ms',
        measured: summarise(cpuOf(costs.all)),
        goal: { atMost: 2000 },
      },
    ];
  },
};
