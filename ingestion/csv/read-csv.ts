import { type CsvRow, CsvScanner } from '@/ingestion/csv/csv-scanner';
import { headerIndex, knownCount, ROWS_TO_FIND_HEADER } from '@/ingestion/csv/header-row';
import { readHeader } from '@/ingestion/csv/read-header';
import { StrayRows } from '@/ingestion/csv/stray-rows';
import type { ParsedItem, RecordParser, RejectedRecord } from '@/ingestion/document/draft-record';
import { isBlank } from '@/ingestion/document/field-roles';
import { issueOf } from '@/ingestion/document/record-issue';
import { RoleAssigner } from '@/ingestion/document/role-assigner';
import { TableRecords, type TableRow } from '@/ingestion/document/table-records';
import { rejectedRaw } from '@/ingestion/source/snippet';
import { type ColumnMapping, IngestionError, type RecordIssue } from '@/ingestion/types';

// The most a spreadsheet holds.
const MAX_COLUMNS = 16_384;
// What may be held back, in characters, while the header is looked for.
const MAX_WAITING_LENGTH = 1024 * 1024;

/** CSV and TSV. The first row that is not blank names the columns. */
export class CsvParser implements RecordParser {
  private readonly scanner: CsvScanner;
  private readonly roles: RoleAssigner;
  private columns: string[] = [];
  /** null until the header is read. */
  private records: TableRecords | null = null;
  /** A line has been given up: what follows may be left over from its record, until a row is whole again. */
  private isRecovering = false;
  private blankRows = 0;
  private firstBlankLine = 0;
  private stray: StrayRows | null = null;
  private isFirstRow = true;
  /** Rows from the first on, while it is open which of them is the header. */
  private readonly waiting: CsvRow[] = [];
  private waitingLength = 0;
  private lastWidth = 0;

  /** @param delimiter  One character: ',', ';', '|' or tab. */
  constructor(
    private readonly delimiter: string,
    maxRecordLength: number,
    mapping?: ColumnMapping,
  ) {
    this.scanner = new CsvScanner(delimiter, maxRecordLength);
    this.roles = new RoleAssigner(mapping);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const row of this.scanner.push(text)) yield* this.take(row);
  }

  *end(): Generator<ParsedItem> {
    for (const row of this.scanner.end()) yield* this.take(row);
    yield* this.settleHeader();
    if (this.records !== null) {
      yield* this.releaseStray(this.records);
      yield* this.records.end();
    }
    if (this.blankRows === 0) return;
    const message = `${this.blankRows} rows in which every value is empty were skipped.`;
    yield { kind: 'notice', issue: issueOf('BLANK_ROWS', this.firstBlankLine, '', message) };
  }

  private *take(row: CsvRow | RejectedRecord): Generator<ParsedItem> {
    if (this.records === null) yield* this.takeHeader(row);
    else if (row.kind === 'row' && row.values.every(isBlank)) this.countBlank(row);
    else yield* this.takeRow(this.records, row);
  }

  private *takeHeader(row: CsvRow | RejectedRecord): Generator<ParsedItem> {
    if (row.kind === 'rejected') {
      yield* this.settleHeader();
      if (this.records !== null) {
        yield* this.take(row);
        return;
      }
      this.isRecovering = true;
      yield* this.startTable(damagedHeader(row, this.delimiter));
      return;
    }
    if (this.waiting.length === 0 && row.values.every(isBlank)) return;
    const isDeclaration = this.isFirstRow && /^sep=.?$/i.test(row.raw.trim());
    this.isFirstRow = false;
    if (isDeclaration) return;
    this.waiting.push(row);
    this.waitingLength += row.raw.length;
    if (this.isHeaderSure(row)) yield* this.settleHeader();
  }

  /** Nearly always with the first row; rows are held back only where it names nothing that is known. */
  private isHeaderSure({ values }: CsvRow): boolean {
    const isLong = this.waiting.length > ROWS_TO_FIND_HEADER || this.waitingLength > MAX_WAITING_LENGTH;
    return isLong || values.length > MAX_COLUMNS || knownCount(values) > (this.waiting.length > 1 ? 1 : 0);
  }

  /** Chooses the header of the rows that waited for it, and takes them. */
  private *settleHeader(): Generator<ParsedItem> {
    const rows = this.waiting.splice(0);
    const filled = rows.filter(({ values }) => !values.every(isBlank));
    const header = filled[headerIndex(filled.map(({ values }) => values))];
    if (header === undefined) return;
    const at = rows.indexOf(header);
    yield* this.startTable(header);
    if (at > 0) yield { kind: 'notice', issue: preamble(rows.slice(0, at)) };
    for (const row of rows.slice(at + 1)) yield* this.take(row);
  }

  /** An empty line is no row; a row of empty cells is one, and its going is told. */
  private countBlank(row: CsvRow): void {
    if (row.values.length === 1) return;
    if (this.blankRows === 0) this.firstBlankLine = row.line;
    this.blankRows += 1;
  }

  private *startTable(row: CsvRow): Generator<ParsedItem> {
    if (row.values.length > MAX_COLUMNS) {
      throw new IngestionError(
        'TOO_MANY_COLUMNS',
        `Line ${row.line} has ${row.values.length} columns; at most ${MAX_COLUMNS} are read.`,
      );
    }
    const { columns, isMissing, issues } = readHeader(row);
    const { roles } = this;
    this.columns = columns;
    const records = new TableRecords(
      columns,
      (names, matches, { values }) => roles.assign(names, matches, values),
      roles.isMapped,
    );
    this.records = records;
    yield { kind: 'header', delimiter: this.delimiter, columns };
    for (const issue of issues) yield { kind: 'notice', issue };
    roles.note(columns);
    yield* roles.missing();
    if (isMissing) yield* this.takeRow(records, row);
  }

  private *takeRow(records: TableRecords, row: CsvRow | RejectedRecord): Generator<ParsedItem> {
    if (row.kind === 'row' && this.isStray(row)) {
      if (this.stray === null) this.stray = new StrayRows(row);
      else this.stray.add(row);
      return;
    }
    yield* this.releaseStray(records);
    this.isRecovering = row.kind === 'rejected';
    yield* records.take(row.kind === 'rejected' ? row : this.toTableRow(row));
  }

  /** Where every row is as short as the one before the damage, a whole row is that short too. */
  private isStray({ values }: CsvRow): boolean {
    return this.isRecovering && values.length !== this.columns.length && values.length !== this.lastWidth;
  }

  private *releaseStray(records: TableRecords): Generator<ParsedItem> {
    if (this.stray === null) return;
    yield* records.take(this.stray.toRejected());
    this.stray = null;
  }

  private toTableRow(row: CsvRow): TableRow | RejectedRecord {
    const { columns } = this;
    const { values, line, raw, start, end } = row;
    const extra = values.length - columns.length;
    this.lastWidth = values.length;
    if (extra > 0 && !values.slice(columns.length).every(isBlank)) {
      const message = `The row has ${values.length} values, the header ${columns.length} columns.`;
      return reject(row, issueOf('WRONG_COLUMN_COUNT', line, raw, message));
    }
    const issues: RecordIssue[] = [];
    if (extra > 0) issues.push(issueOf('EXTRA_VALUES_EMPTY', line, raw));
    if (extra < 0) {
      const message = `The row has ${values.length} values, the header ${columns.length} columns; the rest is empty.`;
      issues.push(issueOf('SHORT_ROW', line, raw, message));
    }
    if (row.hasStrayQuote) issues.push(issueOf('STRAY_QUOTE', line, raw));
    return { kind: 'row', line, start, end, raw, values, issues };
  }
}

function preamble(rows: readonly CsvRow[]): RecordIssue {
  const [first] = rows;
  const raw = rows.map((row) => row.raw).join('\n');
  return issueOf('PREAMBLE', first?.line ?? 1, raw, `Lines above the row that names the columns: ${rows.length}.`);
}

function reject(row: CsvRow, issue: RecordIssue): RejectedRecord {
  return { kind: 'rejected', end: row.end, issue, raw: rejectedRaw(row.raw) };
}

/** A header line with a quote that is never closed is still the header: it is split as if it had none. */
function damagedHeader({ issue, raw, end }: RejectedRecord, delimiter: string): CsvRow {
  if (issue.code === 'RECORD_TOO_LARGE') {
    throw new IngestionError('TOO_MANY_COLUMNS', `Line ${issue.line}, the header, is longer than a record may be.`);
  }
  const values = raw.split(delimiter).map((name) => name.replaceAll('"', ''));
  return {
    kind: 'row',
    line: issue.line,
    start: end - raw.length,
    end,
    values,
    raw,
    hasStrayQuote: true,
  };
}
