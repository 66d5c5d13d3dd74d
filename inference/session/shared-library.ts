import { closeSync, openSync, readSync } from 'node:fs';

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_RPATH = 15;
const DT_RUNPATH = 29;
/** A dynamic section or string table larger than this is none. */
const MOST_BYTES = 16 * 2 ** 20;

export interface DynamicSection {
  /** Libraries that the loader must find, by file name. */
  readonly needed: readonly string[];
  /** Folders that are searched first; `$ORIGIN` is the library's own. */
  readonly runPaths: readonly string[];
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/**
 * What a shared library asks of the loader, read from its dynamic section without loading it. 64-bit little-endian ELF,
 * as on Linux x64 and arm64. Source: System V ABI, chapters 4 and 5.
 *
 * @returns null when the file is no such library or cannot be read.
 */
export function readDynamicSection(path: string): DynamicSection | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    return parse((offset, length) => readExactly(file, offset, length));
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

type Read = (offset: number, length: number) => Buffer;

function parse(read: Read): DynamicSection | null {
  const header = read(0, 64);
  const isElf64 = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
  if (!isElf64) return null;
  const segments = readSegments(read, header);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) return { needed: [], runPaths: [] };
  const entries = readEntries(read(dynamic.offset, dynamic.size));
  const first = (tag: number) => entries.find((entry) => entry.tag === tag)?.value ?? 0;
  const strings = read(fileOffset(segments, first(DT_STRTAB)), first(DT_STRSZ));
  const texts = (...tags: number[]) =>
    entries.filter(({ tag }) => tags.includes(tag)).map(({ value }) => textAt(strings, value));
  return {
    needed: texts(DT_NEEDED),
    runPaths: texts(DT_RPATH, DT_RUNPATH).flatMap((paths) => paths.split(':').filter((path) => path !== '')),
  };
}

function readSegments(read: Read, header: Buffer): Segment[] {
  const [start, size, count] = [Number(header.readBigUInt64LE(32)), header.readUInt16LE(54), header.readUInt16LE(56)];
  const table = read(start, size * count);
  return Array.from({ length: count }, (_, index) => ({
    type: table.readUInt32LE(index * size),
    offset: Number(table.readBigUInt64LE(index * size + 8)),
    address: Number(table.readBigUInt64LE(index * size + 16)),
    size: Number(table.readBigUInt64LE(index * size + 32)),
  }));
}

function readEntries(section: Buffer): { tag: number; value: number }[] {
  const entries: { tag: number; value: number }[] = [];
  for (let at = 0; at + 16 <= section.length; at += 16) {
    const tag = Number(section.readBigInt64LE(at));
    if (tag === DT_NULL) break;
    entries.push({ tag, value: Number(section.readBigUInt64LE(at + 8)) });
  }
  return entries;
}

/** The dynamic section speaks in addresses of the loaded library. */
function fileOffset(segments: readonly Segment[], address: number): number {
  const segment = segments.find(
    (candidate) =>
      candidate.type === PT_LOAD && address >= candidate.address && address < candidate.address + candidate.size,
  );
  if (!segment) throw new RangeError('an address outside every segment');
  return address - segment.address + segment.offset;
}

function textAt(strings: Buffer, start: number): string {
  const end = strings.indexOf(0, start);
  return strings.toString('utf8', start, end < 0 ? strings.length : end);
}

function readExactly(file: number, offset: number, length: number): Buffer {
  if (length > MOST_BYTES) throw new RangeError('a section larger than any is');
  const bytes = Buffer.alloc(length);
  if (readSync(file, bytes, 0, length, offset) !== length) throw new RangeError('the file ends before');
  return bytes;
}
