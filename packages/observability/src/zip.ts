import { crc32 } from 'node:zlib';

/** 1980-01-01 00:00, the earliest that the format knows: a date of its own would make each archive another one. */
const DATE = 0x0021;
const UTF8_NAMES = 0x0800;
const VERSION = 20;

/**
 * A zip archive of the files, stored without compression: the same bytes for the same files on every machine, which
 * a compressor does not promise from one version to the next.
 *
 * @param files contents by path, `/` between folders; less than 4 GiB in all
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function storedZip(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const path of Object.keys(files).sort()) {
    const content = files[path]!;
    const name = Buffer.from(path);
    const common = commonHeader(content, name.length);
    const local = Buffer.concat([uint32(0x04034b50), common, name, content]);
    entries.push(local);
    directory.push(
      Buffer.concat([
        uint32(0x02014b50),
        // Made on Unix, so that the access rights below are read as such.
        uint16((3 << 8) | VERSION),
        common,
        // No comment, first disk, no internal attributes; a regular file that all may read.
        uint16(0),
        uint16(0),
        uint16(0),
        uint32((0o100644 << 16) >>> 0),
        uint32(offset),
        name,
      ]),
    );
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.concat([
    uint32(0x06054b50),
    uint16(0),
    uint16(0),
    uint16(directory.length),
    uint16(directory.length),
    uint32(index.length),
    uint32(offset),
    uint16(0),
  ]);
  return Buffer.concat([...entries, index, end]);
}

/** What the entry of a file and its place in the directory share. */
function commonHeader(content: Uint8Array, nameLength: number): Buffer {
  return Buffer.concat([
    uint16(VERSION),
    uint16(UTF8_NAMES),
    // Stored.
    uint16(0),
    // Time of day, then date.
    uint16(0),
    uint16(DATE),
    uint32(crc32(content)),
    uint32(content.length),
    uint32(content.length),
    uint16(nameLength),
    // No extra field.
    uint16(0),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
