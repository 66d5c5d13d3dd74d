import type { RowGroup } from 'hyparquet';
import { safeColumns } from '@/ingestion/csv/read-header';
import type { BinaryReader, RejectedRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { RoleAssigner } from '@/ingestion/document/role-assigner';
import { TableRecords, type TableRow } from '@/ingestion/document/table-records';
import { assignRecord } from '@/ingestion/json/read-json-record';
import { tidyJson } from '@/ingestion/json/tidy-json';
import { ColumnPages } from '@/ingestion/parquet/column-pages';
import { columnValue, LeavesDisagree } from '@/ingestion/parquet/column-value';
import { openParquet } from '@/ingestion/parquet/open-parquet';
import { readLeaf } from '@/ingestion/parquet/read-leaf';
import type { ParquetLeaf, ParquetSchema } from '@/ingestion/parquet/schema-tree';
import { bomb, damaged } from '@/ingestion/source/file-failure';
import {
  DEFAULT_MAX_RECORD_LENGTH,
  type ImportCode,
  type ImportSource,
  IngestionError,
  type JsonValue,
} from '@/ingestion/types';

const MIB = 1024 * 1024;
// What is decoded at once, unpacked; a row group may hold all of a file.
const WINDOW_BYTES = 16 * MIB;
const WINDOW_VALUES = 1_000_000;
// A page is unpacked once for each window that needs of it.
const REPEATED_BYTES = 2_048 * MIB;
const MAX_UNPACKED_BASE = 1_024 * MIB;
const MAX_RATIO = 250;

/**
 * Parquet, some rows of a row group at a time. `line` is the number of the row. Values are as the JSON reader has them, and so
 * is what becomes of `meta`.
 */
export const readParquet: BinaryReader = async function* (source, { mapping, maxRecordLength }) {
  const { schema, groups } = await openParquet(source);
  const names = schema.columns.map(({ name }) => name);
  const { columns, issues } = safeColumns(names, { line: 0, raw: names.join(' ').slice(0, 1_000) });
  const roles = new RoleAssigner(mapping);
  const records = new TableRecords(
    columns,
    (_, matches, { values, line, issues: found }) =>
      assignRecord({ names: columns, matches, values, line, issues: found }, roles),
    roles.isMapped,
  );
  yield { kind: 'header', delimiter: null, columns };
  for (const issue of issues) yield { kind: 'notice', issue };
  roles.note(columns);
  const rows = new RowMaker(columns, maxRecordLength ?? DEFAULT_MAX_RECORD_LENGTH);
  const budget = { left: MAX_UNPACKED_BASE + MAX_RATIO * source.sizeBytes };
  for (const group of groups) {
    for await (const values of readGroup(group, schema, source, budget)) yield* records.take(rows.make(values));
  }
  yield* records.end();
  yield* roles.missing();
};

interface DecodedRow {
  values: JsonValue[];
  codes: Set<ImportCode>;
}

async function* readGroup(
  { columns, num_rows }: RowGroup,
  schema: ParquetSchema,
  source: ImportSource,
  budget: { left: number },
): AsyncGenerator<DecodedRow> {
  const rowCount = Number(num_rows);
  const pages: ColumnPages[] = [];
  if (rowCount === 0) return;
  for (const [index, leaf] of schema.leaves.entries()) {
    const meta = columns[index]?.meta_data;
    if (meta !== undefined) pages.push(await ColumnPages.find(leaf, meta, rowCount, source));
  }
  budget.left -= sumOf(pages, ({ unpackedBytes }) => unpackedBytes);
  if (budget.left < 0) throw bomb(source, 'its pages unpack to far more than its size');
  const step = windowRows(pages, rowCount);
  for (let from = 0; from < rowCount; from += step) {
    yield* readWindow(pages, schema, source, from, Math.min(rowCount, from + step));
  }
}

async function* readWindow(
  pages: readonly ColumnPages[],
  { columns }: ParquetSchema,
  source: ImportSource,
  from: number,
  to: number,
): AsyncGenerator<DecodedRow> {
  const leaves: Array<{ leaf: ParquetLeaf; values: unknown[] }> = [];
  try {
    for (const column of pages) leaves.push({ leaf: column.leaf, values: await readLeaf(column, from, to) });
    const byColumn = columns.map((node) => ({ node, leaves: leaves.filter(({ leaf }) => leaf.path[0] === node) }));
    for (let row = 0; row < to - from; row += 1) {
      const codes = new Set<ImportCode>();
      const values = byColumn.map(({ node, leaves: own }) =>
        columnValue(
          node,
          own.map(({ leaf, values: all }) => ({ leaf, value: all[row] })),
          codes,
        ),
      );
      yield { values, codes };
    }
  } catch (error) {
    throw isDamage(error) ? damaged(source, `rows ${from + 1} to ${to} of a row group cannot be decoded`) : error;
  }
}

/** What hyparquet says of values that do not decode is an Error of no particular kind; what the disk says has a code. */
function isDamage(error: unknown): boolean {
  if (error instanceof IngestionError || !(error instanceof Error)) return false;
  return error instanceof LeavesDisagree || !('code' in error);
}

/** Rows decoded at once: few enough for memory, many enough that no large page is unpacked over and over. */
function windowRows(pages: readonly ColumnPages[], rowCount: number): number {
  const bytes = sumOf(pages, ({ unpackedBytes }) => unpackedBytes);
  const values = sumOf(pages, ({ valueCount }) => valueCount);
  const largest = Math.max(1, ...pages.flatMap((column) => column.pages.map(({ unpackedBytes }) => unpackedBytes)));
  const wanted = Math.max(1, bytes / WINDOW_BYTES, values / WINDOW_VALUES);
  return Math.ceil(rowCount / Math.min(wanted, Math.max(1, REPEATED_BYTES / largest)));
}

function sumOf(
  columns: readonly ColumnPages[],
  of: (page: { unpackedBytes: number; valueCount: number }) => number,
): number {
  return columns.reduce((sum, { pages }) => sum + pages.reduce((inner, page) => inner + of(page), 0), 0);
}

/** Gives rows their numbers and makes their values fit for storing. */
class RowMaker {
  private line = 0;

  constructor(
    private readonly columns: readonly string[],
    private readonly maxLength: number,
  ) {}

  make({ values, codes }: DecodedRow): TableRow | RejectedRecord {
    this.line += 1;
    const { line } = this;
    if (lengthOf(values) > this.maxLength) {
      return { kind: 'rejected', end: 0, issue: issueOf('RECORD_TOO_LARGE', line, ''), raw: '' };
    }
    const raw = JSON.stringify(
      Object.fromEntries(values.flatMap((value, at) => (value === null ? [] : [[this.columns[at], value]]))),
    );
    const tidy = tidyJson(values, raw);
    const issues = [...codes, ...tidy.codes].map((code) => issueOf(code, line, raw));
    return { kind: 'row', line, start: 0, end: 0, raw, values: tidy.value, issues };
  }
}

/** Characters of all texts in a value, at least. */
function lengthOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + lengthOf(part), 0);
}
