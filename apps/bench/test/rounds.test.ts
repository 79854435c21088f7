import { costOf, inRounds } from '../src/measure/rounds';

const { signal } = new AbortController();

function recorded() {
  const calls: string[] = [];
  const contender = (name: string) => () => {
    calls.push(name);
    return Promise.resolve(calls.length);
  };
  return { calls, contenders: { a: contender('a'), b: contender('b'), c: contender('c') } };
}

test('contenders take turns, every other round in the opposite order', async () => {
  const { calls, contenders } = recorded();
  expect(await inRounds(contenders, { rounds: 3, signal })).toEqual({ a: [1, 6, 7], b: [2, 5, 8], c: [3, 4, 9] });
  expect(calls.join('')).toBe('abccbaabc');
});

test('rounds that warm up run first, and do not count', async () => {
  const { calls, contenders } = recorded();
  expect(await inRounds(contenders, { rounds: 1, warmUpRounds: 1, signal })).toEqual({ a: [4], b: [5], c: [6] });
  expect(calls.join('')).toBe('cbaabc');
});

test('an abort ends the rounds with its reason', async () => {
  const abort = new AbortController();
  const { calls, contenders } = recorded();
  const reason = new Error('enough');
  const b = () => {
    abort.abort(reason);
    return Promise.resolve(0);
  };
  const rounds = inRounds({ ...contenders, b }, { rounds: 3, signal: abort.signal });
  await expect(rounds).rejects.toBe(reason);
  expect(calls.join('')).toBe('a');
});

test('a cost has the CPU time of the work', async () => {
  const { cpuMilliseconds, elapsedMilliseconds } = await costOf(() => {
    for (const start = process.cpuUsage().user; process.cpuUsage().user - start < 5_000;);
  });
  expect(cpuMilliseconds).toBeGreaterThanOrEqual(5);
  expect(elapsedMilliseconds).toBeGreaterThan(0);
});
