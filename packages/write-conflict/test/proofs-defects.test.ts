import { type Clock } from '../src';
import {
  conditionWithoutEpoch,
  type Defect,
  homeByAnnouncement,
  noCondition,
  noSessions,
  noWriteIds,
} from './model/defects';
import { TAKE_OVER_BOUNDS, takenOver } from './model/region-loss';
import { firstViolations, type Search } from './model/search';
import {
  changed,
  fixedHome,
  plannedHandOff,
  plannedHandOffWithSessions,
  type Strategy,
  strongConsistency,
} from './model/strategies';
import { type ViolationKind } from './model/history';
import { US, type World } from './model/world';

const MINUTES = 60_000;
const bounds = { clients: 3, writes: 2, moves: 2 };

const search = (strategy: Strategy, defect: Defect): Search => ({ strategy: changed(strategy, defect), bounds });

const takeOver = (settings: Parameters<typeof takenOver>[0]): Search => ({
  strategy: takenOver(settings),
  bounds: TAKE_OVER_BOUNDS,
});

/** A client that keeps an item of the abandoned epoch until its region is let in again. */
const takeOverWithout = (defect: Defect): Search => ({
  strategy: changed(takenOver(), defect),
  bounds: { ...TAKE_OVER_BOUNDS, clients: 1, clientRegions: [US], renewals: 0 },
});

/** Runs at half the speed. */
const slowClock = ({ clock }: World): Clock => ({ ...clock, now: () => clock.now() / 2 });

/** The proofs prove something only if they fail once the library lacks what they rest on. */
describe('a proof finds that', () => {
  it.each<[defect: string, comesTo: ViolationKind, search: Search]>([
    ['no condition is evaluated, at a fixed home', 'lost', search(fixedHome, noCondition)],
    ['no condition is evaluated, with hand-offs', 'lost', search(plannedHandOff, noCondition)],
    ['no condition is evaluated, with strong consistency', 'lost', search(strongConsistency, noCondition)],
    ['write ids are ignored, at a fixed home', 'duplicated', search(fixedHome, noWriteIds)],
    ['write ids are ignored, with hand-offs', 'duplicated', search(plannedHandOff, noWriteIds)],
    ['write ids are ignored, with strong consistency', 'duplicated', search(strongConsistency, noWriteIds)],
    ['a new home writes before it reads that it is one', 'lost', search(plannedHandOff, homeByAnnouncement)],
    ['sessions are ignored', 'stale read', search(plannedHandOffWithSessions, noSessions)],
    ['the condition names no epoch', 'epoch', takeOverWithout(conditionWithoutEpoch)],
    ['the old home does not fence itself', 'lost', takeOver({ fencesItself: false })],
    ['the clock of the old home is slow', 'lost', takeOver({ clockOf: slowClock })],
    ['the taker does not wait for writes that are under way', 'epoch', takeOver({ marginMilliseconds: 1 })],
  ])(
    '%s: %s',
    async (_, comesTo, search) => {
      const only = [comesTo];
      expect(await firstViolations({ ...search, only, schedules: 10_000, seed: 6 })).toEqual(only);
    },
    10 * MINUTES,
  );
});
