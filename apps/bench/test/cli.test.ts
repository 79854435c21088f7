import { CommandError, executeCommand } from '@active-active/command-line';
import { type Benchmark, exactly } from '../src/benchmark';
import { bench, measure } from '../src/cli';

let [out, err]: [string[], string[]] = [[], []];
beforeEach(() => {
  [out, err] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
  jest.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
});
afterEach(() => jest.restoreAllMocks());

const works: Benchmark = {
  name: 'works',
  summary: 'a benchmark that works',
  method: 'none',
  run: () => Promise.resolve([{ name: 'one', unit: 'x', measured: exactly(1) }]),
};
const breaks: Benchmark = {
  name: 'breaks',
  summary: 'a benchmark that fails to run',
  method: 'none',
  run: () => Promise.reject(new CommandError('it does not start')),
};
const context = () => ({ progress: () => undefined, signal: new AbortController().signal });

test('--help prints the usage', async () => {
  expect(await executeCommand(bench, ['--help'])).toBe(0);
  expect([out, err]).toEqual([[bench.help.trim()], []]);
});

test('wrong usage is exit code 2, said on standard error', async () => {
  expect(await executeCommand(bench, ['--only', 'luck'])).toBe(2);
  expect(out).toEqual([]);
  expect(err).toEqual([
    'error: --only must be one of home-region-choice, versioned-update, synthesis, dense-graph, got luck',
  ]);
});

test('a benchmark that fails to run is told of, and the others run', async () => {
  const { measurements, failed } = await measure([breaks, works], context());
  expect(measurements.map(({ name }) => name)).toEqual(['one']);
  expect(failed).toBe(true);
  expect(err).toEqual(['error: breaks: it does not start']);
});

test('an abort ends the benchmarks with its reason', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  const run = () => {
    abort.abort(reason);
    return Promise.reject(new Error('cut off'));
  };
  const measured = measure([{ ...works, run }, works], { ...context(), signal: abort.signal });
  await expect(measured).rejects.toBe(reason);
  expect(err).toEqual([]);
});

test('a benchmark without failure is no failure', async () => {
  expect((await measure([works], context())).failed).toBe(false);
});
