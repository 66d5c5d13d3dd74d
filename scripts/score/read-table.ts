import { type CsvRow, CsvScanner } from '@/ingestion/csv/csv-scanner';
import { sniffTable } from '@/ingestion/csv/sniff-delimiter';
import type { RejectedRecord } from '@/ingestion/document/draft-record';
import { DEFAULT_MAX_RECORD_LENGTH } from '@/ingestion/types';
import { SetupError } from '../setup-error';
import { type FieldNames, type InputRecord, toRecord } from './records';

const HEAD_CHARS = 64 * 1024;
const SHOWN_COLUMNS = 20;

/**
 * Rows of a table as records: the first row that is not empty names the columns, each row's id is its own or the number
 * of its first line. A quote that is never closed costs its line, not what follows.
 *
 * @param delimiter  The separator, or null to find it among comma, semicolon and tab.
 * @throws SetupError when the table has no column for the text.
 */
export async function* readTable(
  text: AsyncIterable<string>,
  delimiter: string | null,
  fields: FieldNames,
): AsyncGenerator<InputRecord> {
  let head = '';
  let scanner: CsvScanner | null = null;
  const reader = new RowReader(fields);
  for await (const chunk of text) {
    if (scanner) {
      yield* reader.read(scanner.push(chunk));
      continue;
    }
    head += chunk;
    if (head.length < HEAD_CHARS && !/[\r\n]./s.test(head)) continue;
    scanner = scannerFor(head, false, delimiter);
    yield* reader.read(scanner.push(head));
  }
  if (!scanner) {
    scanner = scannerFor(head, true, delimiter);
    yield* reader.read(scanner.push(head));
  }
  yield* reader.read(scanner.end());
}

function scannerFor(head: string, isWhole: boolean, delimiter: string | null): CsvScanner {
  return new CsvScanner(delimiter ?? sniffTable(head, isWhole, ',').delimiter, DEFAULT_MAX_RECORD_LENGTH);
}

class RowReader {
  private columns: readonly string[] | null = null;

  constructor(private readonly fields: FieldNames) {}

  *read(rows: Iterable<CsvRow | RejectedRecord>): Generator<InputRecord> {
    for (const row of rows) {
      if (row.kind === 'rejected') yield this.rejected(row);
      else if (row.values.length === 1 && row.values[0]?.trim() === '') continue;
      else if (this.columns) yield this.toRecord(this.columns, row);
      else if (!/^sep=.?$/i.test(row.raw.trim())) this.columns = this.header(row);
    }
  }

  private header({ values }: CsvRow): readonly string[] {
    const columns = values.map((name) => name.trim());
    if (columns.includes(this.fields.text)) return columns;
    const shown = columns.slice(0, SHOWN_COLUMNS).join(', ');
    throw new SetupError(
      `The table has no column "${this.fields.text}", it has: ${shown}.`,
      'Name the column that holds the text with --text-field.',
    );
  }

  private toRecord(columns: readonly string[], { values, line }: CsvRow): InputRecord {
    const hasExtra = values.slice(columns.length).some((value) => value.trim() !== '');
    if (hasExtra) {
      const message = `line ${line} has ${values.length} values, the header ${columns.length} columns`;
      return { id: line, fault: 'INVALID_RECORD', message };
    }
    return toRecord((name) => values[columns.indexOf(name)], line, this.fields);
  }

  private rejected({ issue }: RejectedRecord): InputRecord {
    if (!this.columns) throw new SetupError(`The header of the table cannot be read: ${issue.message}`, 'Mend line 1.');
    const fault = issue.code === 'RECORD_TOO_LARGE' ? 'RECORD_TOO_LARGE' : 'INVALID_RECORD';
    return { id: issue.line, fault, message: `line ${issue.line}: ${issue.message}` };
  }
}
