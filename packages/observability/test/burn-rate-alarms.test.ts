import fc from 'fast-check';
import { BURN_RATES, burnThreshold } from '../src';
import { alarm, regional, ruleOf } from './fixture';

const { template } = regional();

it('a burn has to show in the long window, and still in the short one', () => {
  expect(ruleOf(template, 'production-euw1-slo-burn-fast')).toBe(
    'ALARM("production-euw1-slo-burn-fast-1h") AND ALARM("production-euw1-slo-burn-fast-5m")',
  );
  expect(ruleOf(template, 'production-euw1-slo-burn-slow')).toBe(
    'ALARM("production-euw1-slo-burn-slow-6h") AND ALARM("production-euw1-slo-burn-slow-30m")',
  );
});

it.each([
  ['fast-1h', 3_600, 0.0144],
  ['fast-5m', 300, 0.0144],
  ['slow-6h', 21_600, 0.006],
  ['slow-30m', 1_800, 0.006],
])('%s looks at one window of %d s, with threshold %d for a target of 0.999', (window, period, threshold) => {
  const block = alarm(template, `production-euw1-slo-burn-${window}`);
  expect(block).toMatchObject({ evaluation_periods: 1, threshold, alarm_actions: [] });
  const metrics = block['metric_query'].slice(1).map((query: any) => query.metric);
  expect(metrics.map((metric: any) => metric.period)).toEqual([period, period, period, period]);
});

it('a slow burn pages by itself, a fast one through the region-impaired alarm', () => {
  expect(alarm(template, 'production-euw1-slo-burn-slow')['alarm_actions']).toEqual([
    expect.stringContaining('topics_page'),
  ]);
  expect(alarm(template, 'production-euw1-slo-burn-fast')['alarm_actions']).toEqual([]);
});

it('14.4 times the budget of 0.9 is more than all requests: the threshold stays where an alarm can go on', () => {
  expect(burnThreshold('fast', 0.9)).toBe(0.5);
});

it('can go on for every target, sooner for a stricter one, and fast burns need more failures than slow ones', () => {
  const target = fc.double({ min: 0.9, max: 0.99999, noNaN: true });
  fc.assert(
    fc.property(target, target, (a, b) => {
      const [loose, strict] = a < b ? [a, b] : [b, a];
      for (const burn of ['fast', 'slow'] as const) {
        expect(burnThreshold(burn, strict)).toBeGreaterThan(0);
        expect(burnThreshold(burn, loose)).toBeLessThanOrEqual(0.5);
        expect(burnThreshold(burn, strict)).toBeLessThanOrEqual(burnThreshold(burn, loose));
      }
      expect(burnThreshold('slow', a)).toBeLessThanOrEqual(burnThreshold('fast', a));
    }),
  );
});

it('spends the stated share of a 30-day budget in its long window', () => {
  const month = 30 * 24 * 3_600;
  const spent = Object.values(BURN_RATES).map(({ rate, long }) => Math.round((100 * rate * long.seconds) / month));
  expect(spent.map((percent) => `${percent} %`)).toEqual(Object.values(BURN_RATES).map((burn) => burn.spent));
});
