import { check, type Evidence, type Invocation } from '../src/checker';

const [US, EU] = ['us-east-1', 'us-west-2'];

const invoked = (id: string, acknowledgedAfterMilliseconds: number | undefined = 5): Invocation => ({
  id,
  key: 'item-1',
  acknowledgedAfterMilliseconds,
});
const everywhere = (...ids: string[]) =>
  new Map([US, EU].map((region) => [region, new Map([['item-1', ids]])] as const));
const checked = (evidence: Partial<Evidence>) =>
  check({
    invocations: [invoked('a'), invoked('b')],
    finalStates: everywhere('a', 'b'),
    epochs: new Map(),
    ...evidence,
  });

test('what was acknowledged and is there is in order', () => {
  expect(checked({})).toEqual({ acknowledged: 2, lost: [], duplicated: [], violations: [] });
});

test('an acknowledged write that is missing in a region is lost', () => {
  expect(checked({ finalStates: everywhere('b') })).toMatchObject({ acknowledged: 2, lost: ['a'], violations: [] });
  const inOne = new Map([...everywhere('a', 'b'), [EU, new Map([['item-1', ['a']]])]]);
  expect(checked({ finalStates: inOne })).toMatchObject({ lost: ['b'] });
});

test.each([[['a']], [[]]])('a write that was not acknowledged may be there or not: %j', (ids) => {
  const invocations = [{ ...invoked('a'), acknowledgedAfterMilliseconds: undefined }];
  expect(checked({ invocations, finalStates: everywhere(...ids) })).toEqual({
    acknowledged: 0,
    lost: [],
    duplicated: [],
    violations: [],
  });
});

test('a write that took effect twice is named once, acknowledged or not', () => {
  expect(checked({ finalStates: everywhere('a', 'b', 'a', 'a') })).toMatchObject({ duplicated: ['a'] });
});

test('an effect that nobody invoked is a violation, on another item too', () => {
  expect(checked({ finalStates: everywhere('a', 'b', 'x') }).violations).toEqual([
    'item-1 has x in us-east-1, which was never invoked',
    'item-1 has x in us-west-2, which was never invoked',
  ]);
  const misplaced = { ...invoked('c'), key: 'item-2' };
  expect(checked({ invocations: [invoked('a'), misplaced], finalStates: everywhere('a', 'c') })).toMatchObject({
    lost: ['c'],
    violations: expect.arrayContaining(['item-1 has c in us-east-1, which was never invoked']),
  });
});

test('regions that differ are a violation', () => {
  const finalStates = new Map([...everywhere('a', 'b'), [EU, new Map([['item-1', ['b', 'a']]])]]);
  expect(checked({ finalStates }).violations).toEqual(['item-1 differs in us-east-1 and us-west-2']);
});

test('an epoch that falls is a violation', () => {
  const epochs = new Map([
    [US, new Map([['item-1', [1, 1, 2, 2]]])],
    [EU, new Map([['item-1', [1, 2, 1]]])],
  ]);
  expect(checked({ epochs }).violations).toEqual(['the epoch of item-1 fell from 2 to 1 in us-west-2']);
});
