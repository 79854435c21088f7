import * as fc from 'fast-check';
import { type Cidr, contains, overlaps, parseCidr } from '@active-active/region-matrix';

/** Blocks within one /24, so that they often meet, with all of their addresses. */
const block = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 })).map(([host, prefix]) => {
  const size = 2 ** (32 - prefix);
  const start = host - (host % size);
  const range = parseCidr(`10.0.0.${start}/${prefix}`) as Cidr;
  return { range, addresses: new Set(Array.from({ length: size }, (_, index) => start + index)) };
});

test.each([
  ['0.0.0.0/0', { first: 0, last: 2 ** 32 - 1, prefix: 0 }],
  ['10.10.0.0/16', { first: 168427520, last: 168493055, prefix: 16 }],
  ['255.255.255.255/32', { first: 2 ** 32 - 1, last: 2 ** 32 - 1, prefix: 32 }],
])('reads %s', (text, range) => {
  expect(parseCidr(text)).toEqual({ ...range, hasHostBits: false });
});

test.each(['', '10.0.0.0', '10.0.0/16', '10.0.0.256/32', '10.0.0.0/33', '10.01.0.0/16', ' 10.0.0.0/16', 'fd00::/8'])(
  'reads nothing in %p',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test('two blocks overlap exactly when they share an address', () => {
  fc.assert(
    fc.property(block, block, (one, other) => {
      expect(overlaps(one.range, other.range)).toBe([...one.addresses].some((address) => other.addresses.has(address)));
    }),
  );
});

test('a block contains another exactly when it holds all of its addresses', () => {
  fc.assert(
    fc.property(block, block, (outer, inner) => {
      expect(contains(outer.range, inner.range)).toBe(
        [...inner.addresses].every((address) => outer.addresses.has(address)),
      );
    }),
  );
});
