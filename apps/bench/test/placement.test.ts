import { needlessMoves, unevenness } from '../src/benchmarks/placement';

const KEYS = ['1', '2', '3', '4', '5', '6'];
const modulo = (regions: number) => (key: string) => `region-${Number(key) % regions}`;

test('a move to or from the place that has changed is needed, any other is not', () => {
  const before = (key: string) => ({ 1: 'a', 2: 'a', 3: 'b', 4: 'b', 5: 'c', 6: 'c' })[key]!;
  const after = (key: string) => ({ 1: 'a', 2: 'b', 3: 'new', 4: 'a', 5: 'c', 6: 'new' })[key]!;
  expect(needlessMoves(KEYS, before, after, 'new')).toBe(2);
  expect(needlessMoves(KEYS, after, before, 'new')).toBe(2);
  expect(needlessMoves(KEYS, before, before, 'new')).toBe(0);
});

test('placing by the remainder moves keys needlessly', () => {
  expect(needlessMoves(KEYS, modulo(2), modulo(3), 'region-2')).toBe(2);
});

test('unevenness is that of the fullest place', () => {
  expect(unevenness(KEYS, modulo(3), 3)).toBe(1);
  expect(unevenness(KEYS, () => 'a', 3)).toBe(3);
  expect(unevenness(KEYS, modulo(4), 4)).toBeCloseTo(4 / 3);
});
