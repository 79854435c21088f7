import { parseOptions, UsageError } from '@active-active/command-line';
import { TAKE_OVER_OPTIONS, takeOverSettingsOf } from '../src/cli/take-over-options';

const given = (args: readonly string[]) => takeOverSettingsOf(parseOptions(args, TAKE_OVER_OPTIONS));

const NEEDED = ['--table', 'orders', '--lost', 'us-east-1', '--to', 'eu-west-1'];
const FENCED = [...NEEDED, '--fenced', 'us-east-1'];

test('reads the command line', () => {
  expect(given(FENCED)).toEqual({
    table: 'orders',
    lost: 'us-east-1',
    to: 'eu-west-1',
    althoughItAnswers: false,
    without: [],
    concurrency: 16,
    dryRun: false,
    json: false,
  });
  expect(given([...FENCED, '--without', 'ap-south-1', '--without', 'ca-central-1'])).toMatchObject({
    without: ['ap-south-1', 'ca-central-1'],
  });
});

test('asks for no word that the lost region is fenced where nothing is taken', () => {
  expect(given([...NEEDED, '--dry-run'])).toMatchObject({ dryRun: true });
});

test.each([
  [NEEDED, "--fenced is missing; give '--fenced us-east-1' once us-east-1 certainly writes nothing"],
  [[...NEEDED, '--fenced', 'eu-west-1'], "--fenced must be the region of --lost, got 'eu-west-1'"],
  [[...FENCED.slice(0, 4), '--to', 'us-east-1', '--dry-run'], "--to must differ from --lost, got 'us-east-1' for both"],
  [[...FENCED, '--without', 'eu-west-1'], "--without must differ from --to, got 'eu-west-1' for both"],
  [[...FENCED, '--without', 'x'], "--without must be a region, got 'x'"],
  [
    ['--dry-run'],
    "--table is missing; name the global table\n--lost must be a region, got ''\n--to must be a region, got ''",
  ],
])('fails when the command line is %j', (args, message) => {
  expect(() => given(args)).toThrow(new UsageError(message));
});
