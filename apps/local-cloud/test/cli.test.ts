import { main } from '../src/cli';
import { temporaryDirectory } from './support/temporary';

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  jest.spyOn(console, 'error').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => jest.restoreAllMocks());

test.each([
  [['frobnicate'], "error: there is no command 'frobnicate'; see --help"],
  [['up', '--prot', '1'], "error: Unknown option '--prot'; see --help"],
  [['up', '--port', '99999'], "error: --port must be between 1 and 65535, got '99999'"],
  [['up', '--account', '12'], "error: --account must be twelve digits, got '12'"],
  [['status', '--purge'], "error: --purge is an option of 'down', not of 'status'"],
  [['down', 'now'], "error: unexpected 'now' after down"],
  [['fault'], 'error: fault takes region, link, clear or list, got nothing'],
  [['fault', 'region', 'us-east-1'], 'error: --mode must be refuse, error, hang, got nothing'],
  [['fault', 'link', 'a'], 'error: fault link takes two regions'],
  [['fault', 'link', 'a', 'b'], 'error: fault link needs --lag TIME or --pause'],
  [['fault', 'link', 'a', 'b', '--lag', 'soon'], "error: --lag must be a time such as 500ms or 2s, got 'soon'"],
])('fails when the usage is wrong: %j exits with 2', async (args, message) => {
  expect(await main(args)).toBe(2);
  expect(printed[0]).toContain(message);
  expect(printed.join('\n')).not.toContain('    at ');
});

test('fails when no local cloud runs, with exit code 1 and what to do', async () => {
  const state = ['--state-dir', temporaryDirectory()];
  expect(await main(['env', ...state])).toBe(1);
  expect(printed).toEqual(["error: no local cloud runs; start it with 'npm run local -- up'"]);
  expect(await main(['fault', 'list', ...state])).toBe(1);
  expect(await main(['coverage', ...state])).toBe(1);
  expect(await main(['status', ...state, '--json'])).toBe(1);
  expect(printed.at(-1)).toBe('{\n  "running": false\n}');
  expect(await main(['down', ...state])).toBe(0);
});

test('help is on standard output and exits with 0', async () => {
  expect(await main(['--help'])).toBe(0);
  expect(printed[0]).toContain('Usage: npm run local -- <command> [options]');
});
