import { childrenMilliseconds, commandCost } from '../src/measure/command-cost';

const { signal } = new AbortController();
/** A process that has used some CPU time, and a little more memory than an empty one. */
const BUSY = `node -e 'const kept = "x".repeat(5e7).split(""); while (process.cpuUsage().user < 50_000 || kept.length === 0);'`;

test('the cost of a command is that of all its processes', async () => {
  const { cpuMilliseconds, peakMegabytes } = await commandCost(`${BUSY} && ${BUSY}`, signal);
  expect(cpuMilliseconds).toBeGreaterThanOrEqual(90);
  expect(peakMegabytes).toBeGreaterThan(10);
}, 60_000);

test.each([
  ['dash', '0m0.000000s 0m0.010000s\n1m2.500000s 0m0.250000s\n', 62_750],
  ['bash', '0m0.001s 0m0.002s\n0m1.790s 0m0.260s\n', 2050],
])('the times of %s are read', (_, times, milliseconds) => {
  expect(childrenMilliseconds(times)).toBeCloseTo(milliseconds, 6);
});

test('fails when the shell tells no times', () => {
  expect(() => childrenMilliseconds('0m0s 0m0s\n')).toThrow(
    'the shell\'s times must have two lines of two times, got "0m0s 0m0s\\n"',
  );
});

test('fails when the command does, with what it said', async () => {
  const command = `node -e 'console.error("no such matrix"); process.exit(3)'`;
  await expect(commandCost(command, signal)).rejects.toThrow(`'${command}' ended with exit code 3: no such matrix`);
}, 60_000);

test('an abort stops the command', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  const cost = commandCost('node -e "setInterval(() => {}, 1000)"', abort.signal);
  abort.abort(reason);
  await expect(cost).rejects.toBe(reason);
}, 60_000);
