import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive; what is given beside name and content is written as given, true or not. */
export interface ZipPart {
  name: string | Buffer;
  content: string | Buffer;
  /** 8 unless given. */
  method?: number;
  flags?: number;
  crc?: number;
  unpackedSize?: number;
  /** Permissions and kind as Unix writes them. */
  unixMode?: number;
  /** Sizes and checksum behind the content instead of before it. */
  hasDescriptor?: boolean;
  isZip64?: boolean;
  /** Number of the part whose place the directory gives for this one. */
  placeOf?: number;
}

const UTF8_NAMES = 0x800;
const DESCRIPTOR = 0x8;

/** An archive for tests. Source of the layout: PKWARE's APPNOTE.TXT 6.3.10. */
export function buildZip(parts: readonly ZipPart[], entryCount = parts.length): Buffer {
  const places: number[] = [];
  const pieces: Buffer[] = [];
  let length = 0;
  const packed = parts.map(pack);
  for (const part of packed) {
    places.push(length);
    pieces.push(...part.local);
    length += Buffer.concat(part.local).length;
  }
  const directory = Buffer.concat(packed.map((part, at) => part.central(places[parts[at]?.placeOf ?? at] ?? 0)));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(length, 16);
  return Buffer.concat([...pieces, directory, end]);
}

function pack(part: ZipPart) {
  const { method = 8, hasDescriptor = false, isZip64 = false, unixMode } = part;
  const name = Buffer.from(part.name);
  const content = Buffer.from(part.content);
  const data = method === 8 ? deflateRawSync(content) : content;
  const sizes = { crc: part.crc ?? crc32(content), packed: data.length, unpacked: part.unpackedSize ?? content.length };
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(isZip64 ? 45 : 20, 0);
  shared.writeUInt16LE((part.flags ?? UTF8_NAMES) | (hasDescriptor ? DESCRIPTOR : 0), 2);
  shared.writeUInt16LE(method, 4);
  shared.writeUInt16LE(name.length, 22);
  const extra = isZip64 ? zip64Extra(sizes) : Buffer.alloc(0);
  const local = Buffer.from(shared);
  if (!hasDescriptor) writeSizes(local, sizes, false);
  const central = Buffer.from(shared);
  writeSizes(central, sizes, isZip64);
  central.writeUInt16LE(extra.length, 24);
  return {
    local: [signature(0x04034b50), local, name, data, ...(hasDescriptor ? [descriptor(sizes)] : [])],
    central(place: number): Buffer {
      const rest = Buffer.alloc(14);
      if (unixMode !== undefined) rest.writeUInt32LE((unixMode << 16) >>> 0, 6);
      rest.writeUInt32LE(place, 10);
      const madeBy = Buffer.from([20, unixMode === undefined ? 0 : 3]);
      return Buffer.concat([signature(0x02014b50), madeBy, central, rest, name, extra]);
    },
  };
}

interface Sizes {
  crc: number;
  packed: number;
  unpacked: number;
}

function writeSizes(header: Buffer, { crc, packed, unpacked }: Sizes, isZip64: boolean): void {
  header.writeUInt32LE(crc, 10);
  header.writeUInt32LE(isZip64 ? 0xffffffff : packed, 14);
  header.writeUInt32LE(isZip64 ? 0xffffffff : unpacked, 18);
}

function zip64Extra({ packed, unpacked }: Sizes): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(unpacked), 4);
  extra.writeBigUInt64LE(BigInt(packed), 12);
  return extra;
}

function descriptor({ crc, packed, unpacked }: Sizes): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packed, 8);
  bytes.writeUInt32LE(unpacked, 12);
  return bytes;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
