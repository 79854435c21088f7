import { type StoredItem } from '../src';
import { History } from './model/history';

const item = (...writes: string[]): StoredItem => ({
  ...{ pk: 'order', sk: '1', version: 1, epoch: 1, homeRegion: 'us-east-1', writeIds: [] },
  writes,
});

/** The kinds of violations when clients write `a` and then `b`, and both are acknowledged with what is given. */
const kindsOf = (replicas: StoredItem[], { acknowledgedWith = ['a', 'b'], overwritten = new Set(['a', 'b']) } = {}) => {
  const history = new History();
  history.invoke('a', 1);
  history.acknowledge('a', 2, { epoch: 1, data: { writes: ['a'] } });
  history.invoke('b', 3);
  history.acknowledge('b', 4, { epoch: 1, data: { writes: acknowledgedWith } });
  const regions = new Map(replicas.map((replica, i) => [`region-${i}`, replica]));
  return history.check(regions, { anomalies: [], overwritten }).map(({ kind }) => kind);
};

describe('the checker of histories', () => {
  it('finds nothing in a history that is right', () => {
    expect(kindsOf([item('a', 'b'), item('a', 'b')])).toEqual([]);
  });

  it.each([
    ['a write that was acknowledged and is gone', kindsOf([item('a')]), ['lost']],
    ['a write that is gone from one replica', kindsOf([item('a', 'b'), item('a')]), ['diverged', 'lost']],
    ['a loss that no stream shows', kindsOf([item('a')], { overwritten: new Set() }), ['lost', 'undetected']],
    ['a write that took effect twice', kindsOf([item('a', 'b', 'a')]), ['duplicated']],
    ['a write that nobody made', kindsOf([item('a', 'b', 'c')]), ['never invoked']],
    ['writes in an order that no client saw', kindsOf([item('b', 'a')]), ['out of order']],
    ['a reply without the write', kindsOf([item('a', 'b')], { acknowledgedWith: ['a'] }), ['false acknowledgement']],
  ])('finds %s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
