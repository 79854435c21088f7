import { drain } from '../examples/basic';
import { type Command, CommandError, EXIT, executeCommand, runCommand, UsageError } from '../src';

let [out, err]: [string[], string[]] = [[], []];
beforeEach(() => {
  [out, err] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
  jest.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
});
afterEach(() => jest.restoreAllMocks());

const options = { name: { type: 'string', default: 'all' } } as const;
const command = (run: Command<typeof options>['run']) => ({ help: '\nUsage: it\n', options, run });
const failing = (error: unknown) =>
  command(() => {
    throw error;
  });

test('runs with its options, and gives its exit code', async () => {
  const echo = command(({ name }) => {
    console.log(name);
    return 7;
  });
  expect(await executeCommand(echo, [])).toBe(7);
  expect(await executeCommand(echo, ['--name', 'one'])).toBe(7);
  expect(out).toEqual(['all', 'one']);
});

test.each(['--help', '-h'])('%s prints the help, and runs nothing', async (option) => {
  expect(await executeCommand(failing(new Error('it runs')), [option])).toBe(EXIT.ok);
  expect([out, err]).toEqual([['Usage: it'], []]);
});

test.each([
  [['--nmae', 'x'], "error: Unknown option '--nmae'; see --help"],
  [['--name'], "error: Option '--name <value>' argument missing; see --help"],
  [['one'], "error: Unexpected argument 'one'"],
])('fails when the command line is %j', async (args, message) => {
  expect(await executeCommand(failing(new Error('it runs')), args)).toBe(EXIT.usage);
  expect(err).toEqual([expect.stringContaining(message)]);
});

test.each([
  [new UsageError('of two, one'), EXIT.usage],
  [new CommandError('there is none'), EXIT.failure],
])('what the user can mend is told without a stack trace: %s', async (error, exitCode) => {
  expect(await executeCommand(failing(error), [])).toBe(exitCode);
  expect([out, err]).toEqual([[], [`error: ${error.message}`]]);
});

test('a defect is thrown', async () => {
  const defect = new TypeError('undefined is not a function');
  await expect(executeCommand(failing(defect), [])).rejects.toBe(defect);
});

test('the process ends with the exit code', async () => {
  const [{ exitCode }, args] = [process, process.argv];
  process.argv = [...args.slice(0, 2), '--name', 'one'];
  await runCommand(command(({ name }) => name.length));
  expect(process.exitCode).toBe(3);
  [process.exitCode, process.argv] = [exitCode, args];
});

test('the example says what is missing', async () => {
  expect(await executeCommand(drain, [])).toBe(EXIT.usage);
  expect(err).toEqual(['error: --region is missing; name the region to drain']);
});
