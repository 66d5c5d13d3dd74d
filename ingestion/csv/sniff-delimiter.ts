import { type CsvRow, CsvScanner } from '@/ingestion/csv/csv-scanner';
import { headerIndex } from '@/ingestion/csv/header-row';
import { matchRole } from '@/ingestion/document/field-roles';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const ROWS_TO_JUDGE = 50;

export interface TableShape {
  delimiter: string;
  columnCount: number;
  /** Columns whose names are known. */
  knownCount: number;
  /** Share of rows, in [0, 1], with as many values as the header. */
  regularity: number;
  rowCount: number;
}

/**
 * Judges which separator makes a table of a text: the one under which the header (header-row.ts) holds most known names,
 * then under which most rows are as wide as it, then the widest.
 *
 * @param head    The beginning of the text; its last row may be cut.
 * @param isWhole True when it is the whole text.
 * @param hint    The separator that the file's name suggests; wins a tie.
 */
export function sniffTable(head: string, isWhole: boolean, hint: string): TableShape {
  const declared = /^sep=([,;\t|])\r?\n/i.exec(head)?.[1];
  const candidates = declared === undefined ? DELIMITERS : [declared];
  const shapes = candidates.map((delimiter) => shapeUnder(head, isWhole, delimiter));
  const score = (shape: TableShape) =>
    (shape.columnCount > 1 ? 1 + shape.knownCount + 2 * shape.regularity + Math.log10(shape.columnCount) : 0) +
    (shape.delimiter === hint ? 0.01 : 0);
  return shapes.reduce((best, shape) => (score(shape) > score(best) ? shape : best));
}

function shapeUnder(head: string, isWhole: boolean, delimiter: string): TableShape {
  const scanner = new CsvScanner(delimiter, head.length + 1);
  const rows: CsvRow[] = [];
  const take = (found: Iterable<CsvRow | { kind: 'rejected' }>) => {
    for (const row of found) {
      if (row.kind === 'row' && !isSeparatorLine(row.raw) && row.raw.trim() !== '') rows.push(row);
      if (rows.length >= ROWS_TO_JUDGE) return;
    }
  };
  take(scanner.push(head));
  if (isWhole && rows.length < ROWS_TO_JUDGE) take(scanner.end());
  const above = headerIndex(rows.map(({ values }) => values));
  const header = rows[above]?.values ?? [];
  const table = rows.slice(above);
  const alike = table.filter((row) => row.values.length === header.length).length;
  return {
    delimiter,
    columnCount: header.length,
    knownCount: header.filter((name) => matchRole(name.trim()) !== null).length,
    regularity: table.length === 0 ? 0 : alike / table.length,
    rowCount: table.length,
  };
}

function isSeparatorLine(raw: string): boolean {
  return /^sep=.?$/i.test(raw.trim());
}
