import { decodeCbor, encodeCbor } from '../src/gateway/cbor-values';

test('values come back as they went', () => {
  const value = {
    text: 'ä'.repeat(300),
    list: [0, 23, 24, 255, 256, 65_536, 2 ** 33, -1, -500, 1.5],
    flags: [true, false, null],
    time: new Date('2026-01-01T00:00:00.250Z'),
    inner: { bytes: Buffer.from('xyz') },
  };
  expect(decodeCbor(encodeCbor({ ...value, absent: undefined }))).toEqual(value);
});

// From RFC 8949, appendix A.
test.each([
  ['1903e8', 1000],
  ['3903e7', -1000],
  ['f93c00', 1],
  ['f9c400', -4],
  ['fa47c35000', 100_000],
  ['fbc010666666666666', -4.1],
  ['c11a514b67b0', new Date('2013-03-21T20:04:00Z')],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['5f42010243030405ff', Buffer.from([1, 2, 3, 4, 5])],
])('%s is %j', (hex, value) => {
  expect(decodeCbor(Buffer.from(hex, 'hex'))).toEqual(value);
});

test.each(['62', '82', 'ff'])('fails when the bytes are %s', (hex) => {
  expect(() => decodeCbor(Buffer.from(hex, 'hex'))).toThrow(RangeError);
});
