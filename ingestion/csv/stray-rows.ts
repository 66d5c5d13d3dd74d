import type { CsvRow } from '@/ingestion/csv/csv-scanner';
import type { RejectedRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { rejectedRaw } from '@/ingestion/source/snippet';
import { REJECT_RAW_LENGTH } from '@/ingestion/types';

/** What is left over of a damaged record, gathered into one rejected record: a 500 MB cell is not five million. */
export class StrayRows {
  private raw: string;
  private lastLine: number;
  private end: number;

  constructor(private readonly first: CsvRow) {
    this.raw = first.raw;
    this.lastLine = first.line;
    this.end = first.end;
  }

  add({ raw, line, end }: CsvRow): void {
    if (this.raw.length < REJECT_RAW_LENGTH) this.raw += `\n${raw}`;
    this.lastLine = line;
    this.end = end;
  }

  toRejected(): RejectedRecord {
    const { line } = this.first;
    const lines = this.lastLine === line ? `Line ${line} is` : `Lines ${line} to ${this.lastLine} are`;
    const issue = issueOf('STRAY_TEXT', line, this.raw, `${lines} left over from a damaged record before.`);
    return { kind: 'rejected', end: this.end, issue, raw: rejectedRaw(this.raw) };
  }
}
