/**
 * The part of CBOR (RFC 8949) that AWS's RPC protocol uses: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 * Timestamps (tag 1) are `Date`s; `undefined` members are left out.
 */
export function encodeCbor(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.from([0xf6]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'string') return withHead(3, Buffer.from(value, 'utf8'));
  if (Buffer.isBuffer(value)) return withHead(2, value);
  if (value instanceof Date) return Buffer.concat([head(6, 1), encodeCbor(value.getTime() / 1000)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)]);
  const pairs = Object.entries(value as object).filter(([, member]) => member !== undefined);
  return Buffer.concat([
    head(5, pairs.length),
    ...pairs.flatMap(([name, member]) => [encodeCbor(name), encodeCbor(member)]),
  ]);
}

/** @throws RangeError when the bytes end too early, or hold what AWS does not send */
export function decodeCbor(bytes: Buffer): unknown {
  return new Decoder(bytes).value();
}

function encodeNumber(value: number): Buffer {
  if (Number.isSafeInteger(value)) return value >= 0 ? head(0, value) : head(1, -1 - value);
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function withHead(major: number, bytes: Buffer): Buffer {
  return Buffer.concat([head(major, bytes.length), bytes]);
}

function head(major: number, argument: number): Buffer {
  const first = major << 5;
  if (argument < 24) return Buffer.from([first | argument]);
  if (argument < 0x100) return Buffer.from([first | 24, argument]);
  const bytes = Buffer.alloc(argument < 0x10000 ? 3 : argument < 0x1_0000_0000 ? 5 : 9);
  bytes[0] = first | (bytes.length === 3 ? 25 : bytes.length === 5 ? 26 : 27);
  if (bytes.length === 3) bytes.writeUInt16BE(argument, 1);
  else if (bytes.length === 5) bytes.writeUInt32BE(argument, 1);
  else bytes.writeBigUInt64BE(BigInt(argument), 1);
  return bytes;
}

const BREAK = Symbol('break');

class Decoder {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  value(): unknown {
    const value = this.item();
    if (value === BREAK) throw new RangeError('CBOR: a break outside of a list');
    return value;
  }

  private item(): unknown {
    const first = this.take(1).readUInt8();
    const [major, low] = [first >> 5, first & 31];
    if (major === 7) return this.simple(low);
    const length = low === 31 ? undefined : this.argument(low);
    switch (major) {
      case 0:
        return length;
      case 1:
        return length === undefined ? undefined : -1 - length;
      case 2:
        return length === undefined ? Buffer.concat(this.until(length) as Buffer[]) : this.take(length);
      case 3:
        return length === undefined ? this.until(length).join('') : this.take(length).toString('utf8');
      case 4:
        return this.until(length);
      case 5:
        return this.map(length);
      default: {
        const tagged = this.value();
        return length === 1 && typeof tagged === 'number' ? new Date(tagged * 1000) : tagged;
      }
    }
  }

  private map(length: number | undefined): Record<string, unknown> {
    const flat = this.until(length === undefined ? undefined : 2 * length);
    const found: Record<string, unknown> = {};
    for (let i = 0; i + 1 < flat.length; i += 2) found[String(flat[i])] = flat[i + 1];
    return found;
  }

  private until(length: number | undefined): unknown[] {
    const items: unknown[] = [];
    while (length === undefined || items.length < length) {
      const item = this.item();
      if (item === BREAK && length === undefined) return items;
      items.push(item);
    }
    return items;
  }

  private simple(low: number): unknown {
    if (low === 20 || low === 21) return low === 21;
    if (low === 22 || low === 23) return null;
    if (low === 31) return BREAK;
    if (low === 26) return this.take(4).readFloatBE();
    if (low === 27) return this.take(8).readDoubleBE();
    if (low === 25) return halfFloat(this.take(2).readUInt16BE());
    throw new RangeError(`CBOR: a simple value of kind ${low}`);
  }

  private argument(low: number): number {
    if (low < 24) return low;
    if (low === 24) return this.take(1).readUInt8();
    if (low === 25) return this.take(2).readUInt16BE();
    if (low === 26) return this.take(4).readUInt32BE();
    return Number(this.take(8).readBigUInt64BE());
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new RangeError('CBOR: the bytes end too early');
    return this.bytes.subarray(this.at, (this.at += length));
  }
}

function halfFloat(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
