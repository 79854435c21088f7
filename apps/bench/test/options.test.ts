import { BENCHMARKS } from '../src/benchmarks';
import { parseOptions, USAGE } from '../src/options';

test('without options all benchmarks run', () => {
  expect(parseOptions([])).toEqual({ benchmarks: BENCHMARKS, json: false, write: false, help: false });
});

test('options are taken as they are given, and benchmarks in their own order', () => {
  const { benchmarks, ...options } = parseOptions(['--only', 'synthesis', '--only', 'home-region-choice', '--json']);
  expect(benchmarks.map(({ name }) => name)).toEqual(['home-region-choice', 'synthesis']);
  expect(options).toEqual({ json: true, write: false, help: false });
  expect(parseOptions(['--write', '-h'])).toMatchObject({ write: true, help: true });
});

test('fails when there is no such benchmark, and names those that there are', () => {
  expect(() => parseOptions(['--only', 'synthesis', '--only', 'luck'])).toThrow(
    '--only must be one of home-region-choice, versioned-update, synthesis, dense-graph, got luck',
  );
});

test('fails when a part is to be written as the whole', () => {
  expect(() => parseOptions(['--write', '--only', 'synthesis'])).toThrow(
    '--write takes all benchmarks, got it with --only; leave one of them out',
  );
});

test('fails when there is no such option', () => {
  expect(() => parseOptions(['--fast'])).toThrow("Unknown option '--fast'");
  expect(() => parseOptions(['synthesis'])).toThrow("Unexpected argument 'synthesis'");
});

test('the help has a line for every benchmark', () => {
  for (const { name, summary } of BENCHMARKS) expect(USAGE).toContain(`\n  ${name.padEnd(20)}${summary}\n`);
});
