import { parseOptions } from '@active-active/command-line';
import { OPTIONS, settingsOf, USAGE } from '../src/options';
import { STRATEGIES } from '../src/strategies';

const given = (...args: readonly string[]) => settingsOf(parseOptions(args, OPTIONS));

test('without options every strategy runs, and the seed is to be drawn', () => {
  expect(given()).toEqual({
    strategies: STRATEGIES,
    lag: { least: 50, most: 150 },
    seed: undefined,
    json: false,
    svg: undefined,
    localCloudDirectory: undefined,
  });
});

test('options are taken as they are given', () => {
  const args = [
    '--strategy',
    'event-log',
    '--strategy',
    'home-only',
    '--lag',
    '0-20',
    '--seed',
    '4294967295',
    '--json',
  ];
  const paths = ['--svg', 'chart.svg', '--local-cloud-dir', 'state'];
  const { strategies, ...options } = given(...args, ...paths);
  // In the order of the table.
  expect(strategies.map(({ name }) => name)).toEqual(['home-only', 'event-log']);
  expect(options).toEqual({
    lag: { least: 0, most: 20 },
    seed: 4_294_967_295,
    json: true,
    svg: 'chart.svg',
    localCloudDirectory: 'state',
  });
});

test.each(['150-50', '50', '-50-150', 'a-b', '50-10001', '1.5-2', ''])('fails when the lag is %p', (text) => {
  expect(() => given(`--lag=${text}`)).toThrow(
    `--lag must be two numbers of milliseconds up to 10000, the smaller first, such as 50-150, got '${text}'`,
  );
});

test.each(['-1', '1.5', '4294967296', 'one', ''])('fails when the seed is %p', (text) => {
  expect(() => given(`--seed=${text}`)).toThrow(`--seed must be a whole number from 0 to 4294967295, got '${text}'`);
});

test('fails when there is no such strategy, and names those that there are', () => {
  const known = STRATEGIES.map(({ name }) => name).join(', ');
  expect(() => given('--strategy', 'event-log', '--strategy', 'hope')).toThrow(
    `--strategy must be one of ${known}, got hope`,
  );
});

test('the help names every strategy and what is claimed of it', () => {
  for (const { name, safe, summary } of STRATEGIES) {
    const line = USAGE.split('\n').find((each) => each.startsWith(`  ${name} `));
    expect(line?.split(/ {2,}/).slice(1)).toEqual([name, safe ? 'safe' : 'unsafe', summary]);
  }
});
