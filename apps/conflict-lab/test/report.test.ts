import { parseXmlOf } from './support/xml';
import { renderChart } from '../src/chart';
import { renderJson, renderTable } from '../src/report';
import { breaksClaim, type Finding, findingOf, percentile } from '../src/result';

const finding = (changes: Partial<Finding> = {}): Finding => ({
  name: 'event-log',
  safe: true,
  acknowledged: 240,
  lost: 0,
  duplicated: 0,
  conflicts: 0,
  p50Ms: 8.25,
  p99Ms: 100,
  violations: [],
  ...changes,
});
const unsafe = finding({ name: 'version-only', safe: false, lost: 70, duplicated: 9, conflicts: 130 });

test('the table has a row a strategy, numbers to the right', () => {
  expect(renderTable([unsafe, finding()])).toBe(
    [
      'strategy      safe  acknowledged  lost  duplicated  conflicts  p50 ms  p99 ms',
      'version-only  no             240    70           9        130     8.3   100.0',
      'event-log     yes            240     0           0          0     8.3   100.0',
    ].join('\n'),
  );
});

test('below it stands what else was found, and which claim does not hold', () => {
  const violations = ['one', 'two', 'three', 'four', 'five'];
  const lines = renderTable([{ ...unsafe, violations }, finding({ lost: 1 })]).split('\n');
  expect(lines.slice(3)).toEqual([
    '',
    'version-only: one',
    'version-only: two',
    'version-only: three',
    'version-only: and 2 more',
    '',
    'event-log is claimed to be safe, and was not',
  ]);
});

test('JSON has the seed and the numbers, and nothing else', () => {
  expect(JSON.parse(renderJson(7, [{ ...finding(), violations: ['one'] }]))).toEqual({
    seed: 7,
    strategies: [
      {
        name: 'event-log',
        safe: true,
        acknowledged: 240,
        lost: 0,
        duplicated: 0,
        conflicts: 0,
        p50Ms: 8.25,
        p99Ms: 100,
      },
    ],
  });
});

test.each([
  [finding(), false],
  [unsafe, false],
  [finding({ lost: 1 }), true],
  [finding({ duplicated: 1 }), true],
  [finding({ violations: ['item-1 differs'] }), true],
])('a claim is broken by a safe strategy only: %#', (each, isBroken) => {
  expect(breaksClaim(each)).toBe(isBroken);
});

test('latencies are those of acknowledged writes, by nearest rank', () => {
  const invocations = [undefined, 30, 10, 20].map((acknowledgedAfterMilliseconds, i) => ({
    id: String(i),
    key: 'item-1',
    acknowledgedAfterMilliseconds,
  }));
  const verdict = { acknowledged: 3, lost: ['1'], duplicated: [], violations: [] };
  expect(findingOf({ name: 'x', safe: false }, invocations, verdict, 2)).toMatchObject({
    acknowledged: 3,
    lost: 1,
    conflicts: 2,
    p50Ms: 20,
    p99Ms: 30,
  });
  expect(percentile([], 0.5)).toBe(0);
  expect(percentile([1.26], 0.99)).toBe(1.3);
});

test('the chart is well-formed, and its bars are as long as the numbers say', () => {
  const svg = renderChart(7, [unsafe, finding()]);
  const bars = parseXmlOf(svg)
    .filter(({ name, parent }) => name === 'rect' && parent === 'g')
    .map(({ attributes }) => Number(attributes['width']));
  expect(bars).toEqual([434.2, 55.8, 0, 0]);
  expect(svg).toContain('>70 + 9 of 240</text>');
  expect(svg).toContain('>seed 7</text>');
});

test('a chart of nothing but zeros is drawn', () => {
  expect(renderChart(1, [finding()])).not.toMatch(/NaN|Infinity/);
});

test('names are escaped', () => {
  expect(renderChart(1, [finding({ name: 'a<b&c' })])).toContain('>a&lt;b&amp;c</text>');
});
