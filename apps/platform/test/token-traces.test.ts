import { Lazy, Tokenization } from 'cdktf';
import { KEEP_TRACES, withoutTokenTraces } from '../src/token-traces';

function traceOfAToken(): readonly string[] {
  const token = Lazy.stringValue({ produce: () => 'value' });
  return Tokenization.reverseString(token).tokens[0]!.creationStack;
}

test('tokens keep no trace, errors keep theirs, and all is as before afterwards', () => {
  const [trace, error] = withoutTokenTraces(() => [traceOfAToken(), new Error('refused')], {});
  expect(trace).toEqual([]);
  expect((error as Error).stack).toContain('token-traces.test.ts');
  expect(traceOfAToken()).toContainEqual(expect.stringContaining('traceOfAToken'));
});

test('a synthesis that fails leaves them on too', () => {
  const failing = () =>
    withoutTokenTraces(() => {
      throw new Error('refused');
    }, {});
  expect(failing).toThrow('refused');
  expect(traceOfAToken()).not.toEqual([]);
});

test('the variable keeps the traces', () => {
  expect(withoutTokenTraces(traceOfAToken, { [KEEP_TRACES]: '1' })).not.toEqual([]);
});
