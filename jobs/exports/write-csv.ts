import { stringify } from 'csv-stringify/sync';
import { safeCellText } from '@/jobs/exports/cell-text';
import type { ExportWriter } from '@/jobs/exports/export-writer';

const BYTE_ORDER_MARK = '\uFEFF';

/** RFC 4180 in UTF-8: commas, CRLF, quotes where they are needed; a first line with the names. */
export const writeCsv: ExportWriter = async function* (table, batches, { isNeutralised, hasByteOrderMark }) {
  const names = table.columns.map((name) => safeCellText(name, name, isNeutralised));
  yield Buffer.from((hasByteOrderMark ? BYTE_ORDER_MARK : '') + toLines([names]));
  for await (const batch of batches) {
    const rows = batch.map((record) =>
      table.cellsOf(record).map((value, place) => safeCellText(table.columns[place] ?? '', value, isNeutralised)),
    );
    yield Buffer.from(toLines(rows));
  }
};

/** The library quotes for its own line end alone, and either half of it ends a line for many readers. */
function toLines(rows: readonly string[][]): string {
  return stringify(rows as string[][], { record_delimiter: '\r\n', quoted_match: /[\r\n]|^\s|\s$/ });
}
