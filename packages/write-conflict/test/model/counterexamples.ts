import { takenOverFromStopped, takenOverFromZombie } from './region-loss';
import { type Search } from './search';
import { anyRegion, changed, plannedHandOff } from './strategies';
import {
  flipWithoutDrain,
  homeWithoutCondition,
  placedDifferently,
  retryWithoutWriteId,
  strongConsistencyWithoutCondition,
} from './unsafe-strategies';
import { EU, US } from './world';

/** Two clients that make one write each, and what they must not see. */
const two = { bounds: { clients: 2, writes: 1 }, only: ['lost'] as const };
const one = { bounds: { clients: 1, writes: 1 } };

/** What each unsafe strategy comes to, by the name of its section in `docs/write-conflicts.md`. */
export const COUNTEREXAMPLES: Readonly<Record<string, Search>> = {
  'any-region': { ...two, strategy: anyRegion },
  'home-without-condition': { ...two, strategy: homeWithoutCondition },
  'strong-consistency-without-condition': { ...two, strategy: strongConsistencyWithoutCondition },
  'flip-without-drain': { ...two, strategy: flipWithoutDrain },
  'placed-differently': { ...two, strategy: placedDifferently },
  'retry-without-write-id': { ...one, strategy: retryWithoutWriteId, only: ['duplicated'] },
  zombie: { ...two, strategy: takenOverFromZombie },
  'recovery-point': {
    strategy: takenOverFromStopped,
    bounds: { ...one.bounds, clientRegions: [US] },
    only: ['unreplicated'],
  },
  'clocks-apart': {
    strategy: changed(plannedHandOff, { regions: [US, EU], stamping: 'wall clock' }),
    bounds: { ...one.bounds, clientRegions: [US], moves: 1 },
    only: ['lost'],
  },
};
