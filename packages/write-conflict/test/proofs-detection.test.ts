import { COUNTEREXAMPLES } from './model/counterexamples';
import { TAKE_OVER_BOUNDS, takenOver } from './model/region-loss';
import { prove, type Search } from './model/search';

const MINUTES = 60_000;
const bounds = { clients: 3, writes: 2, moves: 2 };

/** That a regular run shows no overwrite is part of the other proofs. */
describe('the streams of all regions show each lost write', () => {
  it.each<[of: string, search: Search]>([
    ['of writes to any region', { ...COUNTEREXAMPLES['any-region']!, bounds }],
    ['of a routing map that turns', { ...COUNTEREXAMPLES['flip-without-drain']!, bounds }],
    ['of an item that is created twice', { ...COUNTEREXAMPLES['placed-differently']!, bounds }],
    ['of an old home that writes on', { ...COUNTEREXAMPLES['zombie']!, bounds }],
    ['of a take-over that comes before the replication', { strategy: takenOver(), bounds: TAKE_OVER_BOUNDS }],
  ])(
    '%s',
    async (_, search) => {
      const lost = { schedules: 0 };
      await prove({ ...search, only: ['undetected'], schedules: 200 }, ({ violations }) => {
        lost.schedules += Number(violations.some(({ kind }) => kind === 'lost' || kind === 'unreplicated'));
      });
      expect(lost.schedules).toBeGreaterThan(20);
    },
    10 * MINUTES,
  );
});
