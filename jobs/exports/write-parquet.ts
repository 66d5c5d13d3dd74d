import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { JsonValue } from '@/ingestion/types';
import { cellText } from '@/jobs/exports/cell-text';
import type { ExportRecord, ExportTable } from '@/jobs/exports/export-table';
import type { ExportWriter } from '@/jobs/exports/export-writer';

/** Large enough for readers to skip by, small enough to hold: whichever is reached first. */
const GROUP_ROWS = 5_000;
const GROUP_CHARS = 16_000_000;

type ColumnType = Pick<SchemaElement, 'type' | 'converted_type'>;

const TEXT: ColumnType = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
/** A map, since a column may be called like a property that every object has. */
const TYPES: ReadonlyMap<string, ColumnType> = new Map([
  ['year', { type: 'INT32' }],
  ['winnow_raw_score', { type: 'DOUBLE' }],
  ['winnow_calibrated_score', { type: 'DOUBLE' }],
  ['winnow_override', { type: 'DOUBLE' }],
  ['winnow_threshold_version', { type: 'INT32' }],
  ['winnow_tokens_total', { type: 'INT32' }],
  ['winnow_tokens_read', { type: 'INT32' }],
  ['winnow_windows', { type: 'INT32' }],
  ['winnow_above_threshold', { type: 'BOOLEAN' }],
  ['winnow_truncated', { type: 'BOOLEAN' }],
]);

/** Parquet with Snappy: numbers and truths typed, everything else, metadata too, as text, each column optional. */
export const writeParquet: ExportWriter = async function* (table, batches) {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(table), createdBy: 'winnow' });
  for await (const group of groupsOf(batches)) {
    const rows = group.map((record) => table.cellsOf(record));
    const columnData = table.columns.map((name, place) => ({
      name,
      data: rows.map((row) => typedValue(name, row[place] ?? null)),
    }));
    await writer.write({ columnData, rowGroupSize: group.length });
    yield takeBytes(bytes);
  }
  await writer.finish();
  yield takeBytes(bytes);
};

function schemaOf({ columns }: ExportTable): SchemaElement[] {
  const fields = columns.map((name) => ({ name, repetition_type: 'OPTIONAL' as const, ...(TYPES.get(name) ?? TEXT) }));
  return [{ name: 'winnow', num_children: columns.length }, ...fields];
}

function typedValue(column: string, value: JsonValue): string | number | boolean | undefined {
  if (value === null) return undefined;
  if (TYPES.has(column) && (typeof value === 'number' || typeof value === 'boolean')) return value;
  return cellText(column, value);
}

async function* groupsOf(batches: AsyncIterable<readonly ExportRecord[]>): AsyncGenerator<ExportRecord[]> {
  let group: ExportRecord[] = [];
  let chars = 0;
  for await (const batch of batches) {
    group.push(...batch);
    for (const { document } of batch) chars += String(document.get('text') ?? '').length;
    if (group.length < GROUP_ROWS && chars < GROUP_CHARS) continue;
    yield group;
    group = [];
    chars = 0;
  }
  if (group.length > 0) yield group;
}

/** What has been written since the last time; the writer goes on counting from the beginning of the file. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const taken = writer.getBytes().slice();
  writer.index = 0;
  return taken;
}
