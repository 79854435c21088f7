import { execFileSync } from 'node:child_process';
import { exactly, isMet, type Measurement } from '../src/benchmark';
import { renderJson, renderMarkdown, renderTable } from '../src/report';
import { REPOSITORY } from '../src/repository';

const MEASUREMENTS: readonly Measurement[] = [
  {
    name: 'choices a CPU second',
    peer: 'hashring',
    unit: 'x',
    measured: { median: 12.345, quartiles: [11, 13.5] },
    goal: { atLeast: 10 },
  },
  { name: 'memory', unit: 'MB', measured: { median: 130.4, quartiles: [129.6, 131] }, goal: { atMost: 120 } },
  { name: 'needless moves', unit: 'count', measured: exactly(0), goal: { atMost: 0 } },
  { name: 'synthesis', unit: 'ms', measured: exactly(1920) },
];

test('the table has a row a measurement, numbers to the right', () => {
  expect(renderTable(MEASUREMENTS).split('\n')).toEqual([
    'benchmark             against   measured       quartiles        goal  met',
    'choices a CPU second  hashring   12.35 x  11.00 to 13.50  >= 10.00 x  yes',
    'memory                -           130 MB      130 to 131   <= 120 MB   no',
    'needless moves        -                0               -        <= 0  yes',
    'synthesis             -          1920 ms               -           -    -',
  ]);
});

test('JSON has the numbers as they were measured', () => {
  const { measurements } = JSON.parse(renderJson(MEASUREMENTS));
  expect(measurements).toHaveLength(4);
  expect(measurements[0]).toEqual({
    name: 'choices a CPU second',
    peer: 'hashring',
    unit: 'x',
    measured: 12.345,
    quartiles: [11, 13.5],
    goal: { atLeast: 10 },
    met: true,
  });
  expect(measurements[3]).toMatchObject({ peer: null, goal: null, met: null });
});

test('the document has the table and a note a benchmark, formatted as every file here', () => {
  const benchmarks = [{ name: 'synthesis', summary: 'synth', method: 'npm run synth', run: () => Promise.resolve([]) }];
  const markdown = renderMarkdown(benchmarks, MEASUREMENTS);
  expect(markdown.split('\n').filter((line) => /^\| (memory|needless)/.test(line))).toEqual([
    '| memory               | -        |   130 MB |     130 to 131 |  <= 120 MB |  no |',
    '| needless moves       | -        |        0 |              - |       <= 0 | yes |',
  ]);
  expect(markdown).toContain('\n- `synthesis`: npm run synth.\n');
  const prettier = [require.resolve('prettier/bin/prettier.cjs'), '--stdin-filepath', 'docs/benchmarks.md'];
  expect(execFileSync(process.execPath, prettier, { cwd: REPOSITORY, input: markdown, encoding: 'utf8' })).toBe(
    markdown,
  );
});

test.each([
  [10, { atLeast: 10 }, true],
  [9.99, { atLeast: 10 }, false],
  [1.15, { atMost: 1.15 }, true],
  [1.151, { atMost: 1.15 }, false],
  [1, undefined, undefined],
])('%d with the goal %j is met: %p', (median, goal, met) => {
  expect(isMet({ goal, measured: exactly(median) })).toBe(met);
});
