import { parseOptions, UsageError } from '@active-active/command-line';
import { REHOME_OPTIONS, rehomeSettingsOf } from '../src/cli/rehome-options';

const given = (args: readonly string[]) => rehomeSettingsOf(parseOptions(args, REHOME_OPTIONS));

const NEEDED = ['--table', 'orders', '--from', 'us-east-1', '--to', 'eu-west-1'];

test('reads the command line', () => {
  expect(given(NEEDED)).toEqual({
    table: 'orders',
    from: 'us-east-1',
    to: 'eu-west-1',
    concurrency: 16,
    dryRun: false,
    json: false,
  });
  expect(given([...NEEDED, '--customer', 'c', '--concurrency', '4', '--dry-run', '--json'])).toMatchObject({
    customer: 'c',
    concurrency: 4,
    dryRun: true,
    json: true,
  });
});

test.each([
  [[], "--table is missing; name the global table\n--from must be a region, got ''\n--to must be a region, got ''"],
  [[...NEEDED.slice(0, 4), '--to', 'us-east-1'], "--to must differ from --from, got 'us-east-1' for both"],
  [[...NEEDED, '--concurrency', '0'], "--concurrency must be a number from 1 to 256, got '0'"],
  [[...NEEDED, '--concurrency', '1e2'], "--concurrency must be a number from 1 to 256, got '1e2'"],
])('fails when the command line is %j', (args, message) => {
  expect(() => given(args)).toThrow(new UsageError(message));
});
