import fc from 'fast-check';
import { cacheKey } from '../src';
import { fromEnvelope, toEnvelope } from '../src/cache-envelope';

const key = { pk: 'ORDER#1', sk: 'ORDER' };
const item = { key, epoch: 2, version: 7, data: { status: 'PAID', lines: [{ sku: 'a', count: 2 }] } };

test('an envelope gives back its item', () => {
  expect(fromEnvelope(key, toEnvelope(item))).toEqual(item);
});

test('an envelope begins with what the script reads', () => {
  expect(toEnvelope(item)).toMatch(/^\{"epoch":2,"version":7,"data":/);
});

test('any data of JSON survives', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), fc.nat(), (data, epoch, version) => {
      const given = { key, epoch: epoch + 1, version: version + 1, data };
      // What has been through JSON once, such as -0, is as it stays.
      const stored = JSON.parse(JSON.stringify(given)) as typeof given;
      expect(fromEnvelope(key, toEnvelope(stored))).toEqual(stored);
    }),
  );
});

test.each([
  ['a set', { tags: new Set(['a']) }, `cached data must be plain JSON, got Set in 'tags'`],
  ['bytes', { seal: new Uint8Array(1) }, `cached data must be plain JSON, got Uint8Array in 'seal'`],
  ['a bigint', { total: 1n }, `cached data must be plain JSON, got 1 in 'total'`],
  ['no finite number', { total: NaN }, `cached data must be plain JSON, got NaN in 'total'`],
])('fails when the data holds %s, which JSON would lose', (_, data, problem) => {
  expect(() => toEnvelope({ ...item, data })).toThrow(new TypeError(`${problem}; read such items from the table`));
});

test.each([
  'PAID',
  'null',
  '[]',
  '"text"',
  '{}',
  '{"epoch":1,"version":1}',
  '{"epoch":1,"version":1,"data":[]}',
  '{"epoch":0,"version":1,"data":{}}',
  '{"epoch":1,"version":1.5,"data":{}}',
  '{"epoch":"1","version":1,"data":{}}',
])('%s is no envelope', (text) => {
  expect(fromEnvelope(key, text)).toBeUndefined();
});

test('no two keys share an entry', () => {
  const text = fc.oneof(fc.constantFrom('a', 'a"', '","', 'a/b', ':'), fc.string());
  fc.assert(
    fc.property(text, text, text, text, (pk, sk, otherPk, otherSk) => {
      fc.pre(pk !== otherPk || sk !== otherSk);
      expect(cacheKey('orders', { pk, sk })).not.toBe(cacheKey('orders', { pk: otherPk, sk: otherSk }));
    }),
  );
});
