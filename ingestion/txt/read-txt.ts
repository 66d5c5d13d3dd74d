import { type DraftRecord, emptyMetadata, type ParsedItem, type RecordParser } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { rejectedRaw } from '@/ingestion/source/snippet';

/** A text file is one document; a short first line becomes its title (derive-title.ts). */
export class TextParser implements RecordParser {
  private parts: string[] = [];
  private length = 0;

  constructor(private readonly maxRecordLength: number) {}

  push(text: string): ParsedItem[] {
    if (this.length <= this.maxRecordLength) this.parts.push(text);
    this.length += text.length;
    return [];
  }

  *end(): Generator<ParsedItem> {
    const raw = this.parts.join('');
    this.parts = [];
    if (this.length > this.maxRecordLength) {
      const issue = issueOf('RECORD_TOO_LARGE', 1, raw);
      yield { kind: 'rejected', end: this.length, issue, raw: rejectedRaw(raw) };
      return;
    }
    const record: DraftRecord = {
      kind: 'record',
      line: 1,
      start: 0,
      end: this.length,
      raw,
      fields: { text: { name: 'text', value: raw } },
      metadata: emptyMetadata(),
      issues: [],
    };
    yield record;
  }
}
