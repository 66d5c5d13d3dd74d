import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { readJsonRecord, rejectJson } from '@/ingestion/json/read-json-record';
import { LineSplitter, type TextLine } from '@/ingestion/source/line-splitter';

/** One JSON object a line; blank lines are no records. */
export class JsonLinesParser implements RecordParser {
  private readonly lines: LineSplitter;

  constructor(maxRecordLength: number) {
    this.lines = new LineSplitter(maxRecordLength);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const line of this.lines.push(text)) yield* toItem(line);
  }

  *end(): Generator<ParsedItem> {
    for (const line of this.lines.end()) yield* toItem(line);
  }
}

function* toItem({ line, start, end, text, isTooLong, isOpen }: TextLine): Generator<ParsedItem> {
  const raw = text.trim();
  if (raw === '') return;
  const span = { line, start, end, raw };
  yield isTooLong ? rejectJson(span, 'RECORD_TOO_LARGE') : readJsonRecord(span, isOpen);
}
