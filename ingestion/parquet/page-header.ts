import { readThrift, type ThriftStruct, type ThriftValue } from '@/ingestion/parquet/thrift';

export type PageKind = 'data' | 'dictionary' | 'data-v2' | 'other';

/** What stands before the data of a page. Source: parquet.thrift, PageHeader. */
export interface PageHeader {
  kind: PageKind;
  headerBytes: number;
  /** Of the data as stored, and unpacked. */
  packedBytes: number;
  unpackedBytes: number;
  /** Values, nulls among them. */
  valueCount: number;
  encoding: number;
  /** CRC-32 of the stored data; null where the writer gave none. */
  crc: number | null;
  /** Of version 2: levels stand unpacked before the values. */
  rowCount: number;
  nullCount: number;
  repetitionBytes: number;
  definitionBytes: number;
  isPacked: boolean;
}

const KINDS: Readonly<Record<number, PageKind>> = { 0: 'data', 2: 'dictionary', 3: 'data-v2' };
/** Number of the field with the details of a kind, and the numbers in it that must be there: hyparquet counts on them. */
const DETAILS: Readonly<Record<PageKind, { field: number; required: readonly number[] }>> = {
  data: { field: 5, required: [1, 2] },
  dictionary: { field: 7, required: [1, 2] },
  'data-v2': { field: 8, required: [1, 2, 3, 4, 5, 6] },
  other: { field: 6, required: [] },
};
const LAST_ENCODING = 9;
const NO_FIELDS: ThriftStruct = new Map();

/** @returns null where the bytes hold no whole header, or one that lacks what its kind must have. */
export function readPageHeader(bytes: Buffer): PageHeader | null {
  const read = readThrift(bytes);
  if (read === null) return null;
  const { struct, length } = read;
  const kind = KINDS[numberOf(struct.get(1))] ?? 'other';
  const inside = struct.get(DETAILS[kind].field);
  const fields = inside instanceof Map ? inside : NO_FIELDS;
  const isV2 = kind === 'data-v2';
  const encoding = numberOf(fields.get(isV2 ? 4 : 2));
  const isWhole =
    [1, 2, 3].every((id) => typeof struct.get(id) === 'number') &&
    DETAILS[kind].required.every((id) => typeof fields.get(id) === 'number');
  if (!isWhole || encoding < 0 || encoding > LAST_ENCODING) return null;
  const crc = struct.get(4);
  return {
    kind,
    headerBytes: length,
    unpackedBytes: numberOf(struct.get(2)),
    packedBytes: numberOf(struct.get(3)),
    crc: typeof crc === 'number' ? crc >>> 0 : null,
    valueCount: numberOf(fields.get(1)),
    encoding,
    nullCount: isV2 ? numberOf(fields.get(2)) : 0,
    rowCount: isV2 ? numberOf(fields.get(3)) : 0,
    definitionBytes: isV2 ? numberOf(fields.get(5)) : 0,
    repetitionBytes: isV2 ? numberOf(fields.get(6)) : 0,
    isPacked: !isV2 || fields.get(7) !== false,
  };
}

function numberOf(value: ThriftValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}
