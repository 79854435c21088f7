import { parseOptions } from '@active-active/command-line';
import { BENCHMARKS } from '../src/benchmarks';
import { OPTIONS, settingsOf, USAGE } from '../src/options';

const given = (...args: readonly string[]) => settingsOf(parseOptions(args, OPTIONS));

test('without options all benchmarks run', () => {
  expect(given()).toEqual({ benchmarks: BENCHMARKS, json: false, write: false });
});

test('options are taken as they are given, and benchmarks in their own order', () => {
  const { benchmarks, ...options } = given('--only', 'synthesis', '--only', 'home-region-choice', '--json');
  expect(benchmarks.map(({ name }) => name)).toEqual(['home-region-choice', 'synthesis']);
  expect(options).toEqual({ json: true, write: false });
  expect(given('--write')).toMatchObject({ write: true });
});

test('fails when there is no such benchmark, and names those that there are', () => {
  expect(() => given('--only', 'synthesis', '--only', 'luck')).toThrow(
    '--only must be one of home-region-choice, versioned-update, synthesis, dense-graph, got luck',
  );
});

test('fails when a part is to be written as the whole', () => {
  expect(() => given('--write', '--only', 'synthesis')).toThrow(
    '--write takes all benchmarks, got it with --only; leave one of them out',
  );
});

test('the help has a line for every benchmark', () => {
  for (const { name, summary } of BENCHMARKS) expect(USAGE).toContain(`\n  ${name.padEnd(20)}${summary}\n`);
});
