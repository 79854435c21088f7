import { dependentsLeftOut, orderOf, selectStacks } from '../src/terraform/select-stacks';
import type { StackSummary } from '../src/synthesise';

const stack = (name: string, region: string, ...dependencies: string[]): StackSummary => ({
  name,
  concern: name,
  region,
  resources: 1,
  dependencies,
  resourceTypes: [],
  planRegions: [region],
});
const ALL = [
  stack('iam', 'global'),
  stack('network-us-east-1', 'us-east-1', 'iam'),
  stack('network-eu-west-1', 'eu-west-1', 'iam'),
  stack('service-us-east-1', 'us-east-1', 'network-us-east-1'),
  stack('routing', 'global', 'service-us-east-1'),
];
const names = (stacks: readonly StackSummary[]) => stacks.map(({ name }) => name);

describe('selectStacks', () => {
  it('takes all when nothing is asked', () => {
    expect(selectStacks(ALL, {})).toEqual(ALL);
  });

  it.each([
    [['network-*'], undefined, ['network-us-east-1', 'network-eu-west-1']],
    [['*-us-*', 'iam'], undefined, ['iam', 'network-us-east-1', 'service-us-east-1']],
    [['network-??-west-1'], undefined, ['network-eu-west-1']],
    [undefined, 'us-east-1', ['network-us-east-1', 'service-us-east-1']],
    [undefined, 'global', ['iam', 'routing']],
    [['network-*'], 'eu-west-1', ['network-eu-west-1']],
  ])('takes what fits %j in region %s', (patterns, region, expected) => {
    expect(names(selectStacks(ALL, { patterns, region }))).toEqual(expected);
  });

  it('fails when a pattern fits nothing: characters stand for themselves', () => {
    expect(() => selectStacks(ALL, { patterns: ['network.*'] })).toThrow(
      "no stack fits 'network.*'; there are iam, network-eu-west-1, network-us-east-1, routing, service-us-east-1",
    );
  });

  it('fails when the region has no stack, and suggests one', () => {
    expect(() => selectStacks(ALL, { region: 'us-esat-1' })).toThrow(
      "no region fits 'us-esat-1'; did you mean 'us-east-1'? There are eu-west-1, global, us-east-1",
    );
  });

  it('fails when pattern and region fit nothing together', () => {
    expect(() => selectStacks(ALL, { patterns: ['service-*'], region: 'eu-west-1' })).toThrow(
      "no stack of region 'eu-west-1' fits 'service-*'",
    );
  });
});

describe('orderOf', () => {
  it('keeps the order of two stacks whose connection is left out', () => {
    const selected = selectStacks(ALL, { patterns: ['iam', 'routing'] });
    expect(Object.fromEntries(orderOf(selected, ALL))).toEqual({ iam: [], routing: ['iam'] });
  });

  it('is turned round for destroying', () => {
    const selected = selectStacks(ALL, { patterns: ['iam', 'network-*'] });
    expect(Object.fromEntries(orderOf(selected, ALL, true))).toEqual({
      iam: ['network-us-east-1', 'network-eu-west-1'],
      'network-us-east-1': [],
      'network-eu-west-1': [],
    });
  });
});

describe('dependentsLeftOut', () => {
  it('names what uses a selected stack and is not selected, also by way of others', () => {
    expect(dependentsLeftOut(selectStacks(ALL, { patterns: ['network-us-*'] }), ALL)).toEqual([
      'service-us-east-1',
      'routing',
    ]);
    expect(dependentsLeftOut(selectStacks(ALL, { patterns: ['routing'] }), ALL)).toEqual([]);
  });
});
