import type { DraftRecord, ParsedItem, RejectedRecord } from '@/ingestion/document/draft-record';
import { type AssignedFields, matchRole, type RoleMatch } from '@/ingestion/document/field-roles';
import { guessTextColumn, ROWS_TO_GUESS_FROM } from '@/ingestion/document/guess-text-column';
import { issueOf } from '@/ingestion/document/record-issue';
import type { JsonValue, RecordIssue } from '@/ingestion/types';

const CHARACTERS_TO_GUESS_FROM = 1024 * 1024;

/** One row of a table, whatever its container: what a record is before its values are sorted into fields. */
export interface TableRow {
  kind: 'row';
  /** 1-based first line. */
  line: number;
  start: number;
  end: number;
  raw: string;
  /** In the order of the columns. */
  values: JsonValue[];
  issues: RecordIssue[];
}

/** Sorts the values of a row; may add to its issues. */
export type AssignRow = (
  columns: readonly string[],
  matches: ReadonlyArray<RoleMatch | null>,
  row: TableRow,
) => AssignedFields & Pick<DraftRecord, 'label'>;

/** Rows become records, once the first have shown whether the columns known by name hold anything. */
export class TableRecords {
  private readonly matches: Array<RoleMatch | null>;
  private waiting: Array<TableRow | RejectedRecord> | null = [];
  private waitingLength = 0;

  /**
   * @param columns  Unique names, none empty, none `__proto__`.
   * @param isMapped A person chose the columns: none is guessed.
   */
  constructor(
    private readonly columns: readonly string[],
    private readonly assign: AssignRow,
    private readonly isMapped: boolean,
  ) {
    this.matches = columns.map(matchRole);
  }

  *take(row: TableRow | RejectedRecord): Generator<ParsedItem> {
    if (this.waiting === null) {
      yield this.toItem(row);
      return;
    }
    this.waiting.push(row);
    this.waitingLength += row.raw.length;
    const isEnough = this.waiting.length >= ROWS_TO_GUESS_FROM || this.waitingLength > CHARACTERS_TO_GUESS_FROM;
    if (isEnough) yield* this.release();
  }

  *end(): Generator<ParsedItem> {
    yield* this.release();
  }

  private *release(): Generator<ParsedItem> {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    const rows = waiting.flatMap((row) => (row.kind === 'row' ? [row.values] : []));
    const index = this.isMapped ? null : guessTextColumn(this.matches, rows);
    if (index !== null) {
      this.matches[index] = { role: 'text', rank: 0 };
      const message = `No column known as title or text holds anything; "${this.columns[index]}" was read as the text.`;
      yield { kind: 'notice', issue: issueOf('TEXT_COLUMN_GUESSED', 1, '', message) };
    }
    for (const row of waiting) yield this.toItem(row);
  }

  private toItem(row: TableRow | RejectedRecord): ParsedItem {
    if (row.kind === 'rejected') return row;
    const { line, start, end, raw, issues } = row;
    return { kind: 'record', line, start, end, raw, issues, ...this.assign(this.columns, this.matches, row) };
  }
}
