import { resolve } from 'node:path';
import { callerPath, parseWords, progressLines, UsageError } from '../src';

const OPTIONS = { json: { type: 'boolean' }, lag: { type: 'string' } } as const;

test('words stand between options', () => {
  const { values, words } = parseWords(['fault', '--json', 'link', '--lag', '1s', 'a', 'b'], OPTIONS);
  expect({ ...values, words }).toEqual({ json: true, lag: '1s', words: ['fault', 'link', 'a', 'b'] });
  expect(() => parseWords(['fault', '--speed'], OPTIONS)).toThrow(
    new UsageError("Unknown option '--speed'; see --help"),
  );
});

test('a path is that of the folder where npm was called', () => {
  const before = process.env['INIT_CWD'];
  process.env['INIT_CWD'] = resolve('/somewhere');
  expect(callerPath('chart.svg')).toBe(resolve('/somewhere/chart.svg'));
  expect(callerPath(resolve('/chart.svg'))).toBe(resolve('/chart.svg'));
  delete process.env['INIT_CWD'];
  expect(callerPath('chart.svg')).toBe(resolve('chart.svg'));
  if (before !== undefined) process.env['INIT_CWD'] = before;
});

test('progress has the seconds since it began', () => {
  const error = jest.spyOn(console, 'error').mockImplementation();
  progressLines()('seed 7');
  expect(error).toHaveBeenCalledWith(expect.stringMatching(/^\[ +\d+\.\d s\] seed 7$/));
  error.mockRestore();
});
