const TEXT = 3 << 5;
const MAP = 5 << 5;

/** The one shape of CBOR (RFC 8949) that an error needs: a map of strings. */
export function cborStringMap(entries: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(entries);
  return Buffer.concat([head(MAP, pairs.length), ...pairs.flatMap(([key, value]) => [text(key), text(value)])]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([head(TEXT, bytes.length), bytes]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([major | length]);
  if (length < 0x100) return Buffer.from([major | 24, length]);
  return Buffer.from([major | 25, length >> 8, length & 0xff]);
}
