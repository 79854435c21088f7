import type { Benchmark } from '../benchmark';
import { denseGraph } from './dense-graph';
import { homeRegionChoice } from './home-region-choice';
import { synthesis } from './synthesis';
import { versionedUpdate } from './versioned-update';

/** In the order in which they run. */
export const BENCHMARKS: readonly Benchmark[] = [homeRegionChoice, versionedUpdate, synthesis, denseGraph];
