import { executeCommand } from '@active-active/command-line';
import { conflictLab } from '../src/cli';

let [out, err]: [string[], string[]] = [[], []];
beforeEach(() => {
  [out, err] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
  jest.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
});
afterEach(() => jest.restoreAllMocks());

test('--help prints the usage', async () => {
  expect(await executeCommand(conflictLab, ['--help'])).toBe(0);
  expect([out, err]).toEqual([[conflictLab.help.trim()], []]);
});

test('wrong usage is exit code 2, said on standard error', async () => {
  expect(await executeCommand(conflictLab, ['--seed', 'x'])).toBe(2);
  expect(out).toEqual([]);
  expect(err).toEqual(["error: --seed must be a whole number from 0 to 4294967295, got 'x'"]);
});

test('a local cloud that does not run is exit code 1, without a stack trace', async () => {
  expect(await executeCommand(conflictLab, ['--seed', '1', '--local-cloud-dir', '/nowhere'])).toBe(1);
  expect(err.at(-1)).toBe("error: no local cloud runs; start it with 'npm run local -- up'");
});
