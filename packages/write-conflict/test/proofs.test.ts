import { type Run } from './model/world';
import { type PlanBounds } from './model/plans';
import { prove, SCHEDULES } from './model/search';
import {
  fixedHome,
  oneRegion,
  plannedHandOff,
  plannedHandOffWithSessions,
  type Strategy,
  strongConsistency,
} from './model/strategies';

const MINUTES = 60_000;
const bounds = { clients: 4, writes: 3 };

/** What must have happened in at least this share of the schedules, for them to prove anything. */
type Coverage = Readonly<Record<string, number>>;

/** Lines that show that writes met one another and that replies were lost. */
const contended: Coverage = { 'is refused': 0.2, 'the reply is lost': 0.2, 'times out': 0.1, 'the reply to': 0.1 };

const strategies: readonly {
  name: string;
  strategy: Strategy;
  bounds: Omit<PlanBounds, 'regions'>;
  coverage: Coverage;
  /** @default SCHEDULES */
  schedules?: number;
}[] = [
  { name: 'a home that never moves', strategy: fixedHome, bounds, coverage: contended },
  {
    name: 'planned hand-offs of the home',
    strategy: plannedHandOff,
    bounds: { ...bounds, moves: 3 },
    coverage: { ...contended, ' e2 ': 0.4, ' e3 ': 0.1, 'which keeps its later': 0.1 },
  },
  {
    name: 'strong consistency and conditions',
    strategy: strongConsistency,
    bounds,
    coverage: { ...contended, 'meets another write': 0.2 },
  },
  {
    name: 'one region that writes, and creates the item',
    strategy: oneRegion,
    bounds,
    coverage: contended,
    schedules: SCHEDULES / 2,
  },
  {
    name: 'sessions that read in their own region',
    strategy: plannedHandOffWithSessions,
    bounds: { ...bounds, moves: 2 },
    coverage: { ...contended, ' e2 ': 0.3 },
    schedules: SCHEDULES / 2,
  },
];

/**
 * Random schedules of the library itself against a model of the table. Each runs until nothing is under way, and its
 * history is checked: every acknowledged write took effect, once, in the order in which clients saw it, nothing else
 * did, epochs only grow and have one home each, the replicas agree, and no stream shows an overwrite.
 *
 * `WRITE_CONFLICT_SCHEDULES=100000` draws so many.
 */
describe('no schedule violates a guarantee', () => {
  it.each(strategies)(
    'of $name',
    async ({ strategy, bounds, coverage, schedules = SCHEDULES }) => {
      const met = new Map(Object.keys(coverage).map((text) => [text, 0]));
      const overwritten: string[] = [];
      let acknowledged = 0;
      await prove({ strategy, bounds, schedules }, (run: Run) => {
        overwritten.push(...run.overwritten);
        acknowledged += run.acknowledged.length;
        for (const [text, count] of met) if (run.trace.some((line) => line.includes(text))) met.set(text, count + 1);
      });
      expect(overwritten).toEqual([]);
      expect(acknowledged / schedules).toBeGreaterThan(3);
      for (const [text, share] of Object.entries(coverage)) {
        expect({ text, share: met.get(text)! / schedules > share }).toEqual({ text, share: true });
      }
    },
    30 * MINUTES,
  );
});
