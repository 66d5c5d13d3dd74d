import { readHeader } from '@/ingestion/csv/read-header';
import type { ParsedItem, RejectedRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { RoleAssigner } from '@/ingestion/document/role-assigner';
import { type AssignRow, TableRecords, type TableRow } from '@/ingestion/document/table-records';
import { tidyString } from '@/ingestion/json/tidy-json';
import { cutWhole, rejectedRaw } from '@/ingestion/source/snippet';
import type { CellBudget } from '@/ingestion/spreadsheet/cell-budget';
import type { SheetCell, SheetRow } from '@/ingestion/spreadsheet/sheet-row';
import {
  DEFAULT_MAX_RECORD_LENGTH,
  type ImportCode,
  IngestionError,
  type JsonValue,
  REJECT_RAW_LENGTH,
  type ReadOptions,
  type RecordIssue,
} from '@/ingestion/types';

const MAX_COLUMNS_NAMED = 3;

/** The rows of the sheet that is read, with their numbers there, as records. */
export class SheetTable {
  private readonly roles: RoleAssigner;
  private readonly maxRecordLength: number;
  private columns: string[] = [];
  /** null until the row of the header has come. */
  private records: TableRecords | null = null;
  private above: SheetRow[] = [];

  /**
   * @param headerLine  Number of the row that names the columns; rows before it belong to no record.
   * @param notices     What is to be said about the file before its rows.
   */
  constructor(
    private readonly headerLine: number,
    private readonly notices: readonly RecordIssue[],
    private readonly budget: CellBudget,
    options: ReadOptions,
  ) {
    this.roles = new RoleAssigner(options.mapping);
    this.maxRecordLength = options.maxRecordLength ?? DEFAULT_MAX_RECORD_LENGTH;
  }

  *take(row: SheetRow): Generator<ParsedItem> {
    if (this.records !== null) yield* this.records.take(this.toTableRow(row));
    else if (row.line < this.headerLine) this.above.push(row);
    else yield* this.startTable(row);
  }

  *end(): Generator<ParsedItem> {
    if (this.records !== null) yield* this.records.end();
  }

  private *startTable(row: SheetRow): Generator<ParsedItem> {
    if (row.length > this.maxRecordLength) {
      throw new IngestionError('TOO_MANY_COLUMNS', `Row ${row.line}, the header, is longer than a record may be.`);
    }
    const names = valuesOf(row.cells, 0, new Set()).map((value) => (value === null ? '' : String(value)));
    const { columns, isMissing, issues } = readHeader({ line: row.line, values: names, raw: rawOf(row) });
    this.columns = columns;
    this.records = new TableRecords(columns, this.assign, this.roles.isMapped);
    yield { kind: 'header', delimiter: null, columns };
    for (const issue of [...this.notices, ...this.preamble(), ...issues]) yield { kind: 'notice', issue };
    this.roles.note(columns);
    yield* this.roles.missing();
    if (isMissing) yield* this.records.take(this.toTableRow(row));
  }

  private preamble(): RecordIssue[] {
    const [first] = this.above;
    if (first === undefined) return [];
    const raw = this.above.map(rawOf).join(' ');
    this.above = [];
    return [issueOf('PREAMBLE', first.line, raw)];
  }

  private toTableRow(row: SheetRow): TableRow | RejectedRecord {
    const { line, cells } = row;
    const raw = rawOf(row);
    if (row.length > this.maxRecordLength) {
      return { kind: 'rejected', end: 0, issue: issueOf('RECORD_TOO_LARGE', line, raw), raw: rejectedRaw(raw) };
    }
    // Places left blank cost a tenth of cells written for nothing.
    this.budget.addBlank(Math.max(0, this.columns.length - cells.length) / 10);
    const codes = new Set<ImportCode>();
    const values = valuesOf(cells, this.columns.length, codes);
    const issues = [...codes].map((code) => issueOf(code, line, raw));
    issues.push(...this.problemsOf(cells, line));
    if (values.length > this.columns.length) issues.push(issueOf('EXTRA_VALUES_KEPT', line, raw));
    return { kind: 'row', line, start: 0, end: 0, raw, values, issues };
  }

  /** One issue for each kind of problem, however many cells have it. */
  private problemsOf(cells: readonly SheetCell[], line: number): RecordIssue[] {
    const byCode = new Map<ImportCode, SheetCell[]>();
    for (const cell of cells) {
      if (cell.problem !== undefined) byCode.set(cell.problem, [...(byCode.get(cell.problem) ?? []), cell]);
    }
    return [...byCode].map(([code, concerned]) => {
      const names = concerned.slice(0, MAX_COLUMNS_NAMED).map(({ column }) => this.nameOf(column));
      const shown = concerned.map((cell) => cell.shown ?? '').join(' ');
      return { ...issueOf(code, line, shown), field: names.join(', ') };
    });
  }

  private nameOf(column: number): string {
    return this.columns[column] ?? `column ${column + 1}`;
  }

  /** A cell to the right of the header is kept under the number of its column. */
  private readonly assign: AssignRow = (columns, matches, { values }) => {
    if (values.length <= columns.length) return this.roles.assign(columns, matches, values);
    const names = [...columns];
    for (let column = columns.length; column < values.length; column += 1) {
      let name = this.nameOf(column);
      while (columns.includes(name)) name += '*';
      names.push(name);
    }
    this.roles.note(names);
    return this.roles.assign(names, [...matches], values);
  };
}

/** Values by column, null where the row has none. */
function valuesOf(cells: readonly SheetCell[], width: number, codes: Set<ImportCode>): JsonValue[] {
  const values = new Array<JsonValue>(Math.max(width, (cells.at(-1)?.column ?? -1) + 1)).fill(null);
  for (const { column, value } of cells) values[column] = typeof value === 'string' ? tidyString(value, codes) : value;
  return values;
}

/** The row as text, tab-separated, no longer than a rejects file keeps of it. */
function rawOf({ cells }: SheetRow): string {
  let raw = '';
  let column = 0;
  for (const cell of cells) {
    raw += '\t'.repeat(cell.column - column) + String(cell.value ?? cell.shown ?? '');
    column = cell.column;
    if (raw.length > REJECT_RAW_LENGTH) break;
  }
  return cutWhole(raw, REJECT_RAW_LENGTH);
}
