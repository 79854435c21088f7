import { TAKE_OVER_BOUNDS, takenOver } from './model/region-loss';
import { prove, SCHEDULES } from './model/search';

const MINUTES = 60_000;

describe('a forced take-over after the lease of the old home has ended', () => {
  // One schedule has four times the steps of another strategy's.
  const schedules = SCHEDULES / 4;

  it(
    'loses what the old home had not replicated, and nothing else',
    async () => {
      const met = { takenOver: 0, unreplicated: 0, fencedItself: 0, writtenAfter: 0 };
      const search = { strategy: takenOver(), bounds: TAKE_OVER_BOUNDS, schedules, except: ['unreplicated'] as const };
      await prove(search, ({ trace, violations, failures }) => {
        met.takenOver += Number(trace.some((line) => /^take-over writes v\d+ e2/.test(line)));
        met.unreplicated += Number(violations.length > 0);
        met.fencedItself += Number('LeaseLostError' in failures);
        met.writtenAfter += Number(trace.some((line) => /^[abc] writes v\d+ e2/.test(line)));
      });
      const shares = Object.entries(met).map(([what, count]) => ({ what, often: count / schedules > 0.1 }));
      expect(shares).toEqual(shares.map(({ what }) => ({ what, often: true })));
    },
    30 * MINUTES,
  );
});
