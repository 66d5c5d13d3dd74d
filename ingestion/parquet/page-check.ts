import { crc32 } from 'node:zlib';
import type { PageHeader } from '@/ingestion/parquet/page-header';
import { areRunsWithin, countRows, type RowCount } from '@/ingestion/parquet/run-lengths';
import type { ParquetLeaf } from '@/ingestion/parquet/schema-tree';

const PLAIN_DICTIONARY = 2;
const RLE = 3;
const RLE_DICTIONARY = 8;

export function hasRightSum(stored: Uint8Array, { crc }: PageHeader): boolean {
  return crc === null || crc32(stored) === crc;
}

/** Where the streams of levels and values of an unpacked page lie; null where they do not fit in. */
interface PageParts {
  repetition: Uint8Array;
  definition: Uint8Array;
  values: Uint8Array;
}

/** Whether hyparquet can decode a page without writing far beyond what it says. @param page  Unpacked, its levels included. */
export function isDecodable(page: Uint8Array, header: PageHeader, leaf: ParquetLeaf): boolean {
  const parts = partsOf(page, header, leaf);
  if (parts === null) return false;
  const { valueCount } = header;
  return (
    areRunsWithin(parts.repetition, bitWidth(leaf.maxRepetition), valueCount) &&
    areRunsWithin(parts.definition, bitWidth(leaf.maxDefinition), valueCount) &&
    areValuesWithin(parts.values, header, leaf)
  );
}

/** Rows that begin in a page of lists. */
export function rowsOf(page: Uint8Array, header: PageHeader, leaf: ParquetLeaf): RowCount | null {
  const parts = partsOf(page, header, leaf);
  if (parts === null) return null;
  return countRows(parts.repetition, bitWidth(leaf.maxRepetition), header.valueCount);
}

function areValuesWithin(values: Uint8Array, { encoding, valueCount }: PageHeader, { element }: ParquetLeaf): boolean {
  if (encoding === RLE) return areRunsWithin(values.subarray(4), 1, valueCount);
  if (encoding !== PLAIN_DICTIONARY && encoding !== RLE_DICTIONARY) return true;
  const width = element.type === 'BOOLEAN' ? 1 : (values[0] ?? 0);
  return width <= 32 && (width === 0 || areRunsWithin(values.subarray(1), width, valueCount));
}

function partsOf(page: Uint8Array, header: PageHeader, leaf: ParquetLeaf): PageParts | null {
  if (header.kind === 'data-v2') {
    const { repetitionBytes, definitionBytes } = header;
    const levels = repetitionBytes + definitionBytes;
    if (repetitionBytes < 0 || definitionBytes < 0 || levels > page.length) return null;
    return {
      repetition: page.subarray(0, repetitionBytes),
      definition: page.subarray(repetitionBytes, levels),
      values: page.subarray(levels),
    };
  }
  const repetition = leaf.maxRepetition > 0 ? prefixed(page, 0) : new Uint8Array(0);
  const after = leaf.maxRepetition > 0 ? 4 + (repetition?.length ?? 0) : 0;
  const definition = leaf.maxDefinition > 0 ? prefixed(page, after) : new Uint8Array(0);
  if (repetition === null || definition === null) return null;
  return {
    repetition,
    definition,
    values: page.subarray(after + (leaf.maxDefinition > 0 ? 4 + definition.length : 0)),
  };
}

/** A stream with its length in four bytes before it. */
function prefixed(page: Uint8Array, at: number): Uint8Array | null {
  if (at + 4 > page.length) return null;
  const length = Buffer.from(page.buffer, page.byteOffset + at, 4).readUInt32LE();
  return at + 4 + length <= page.length ? page.subarray(at + 4, at + 4 + length) : null;
}

function bitWidth(level: number): number {
  return 32 - Math.clz32(level);
}
