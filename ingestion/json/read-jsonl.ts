import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { RoleAssigner } from '@/ingestion/document/role-assigner';
import { nextRecordIn } from '@/ingestion/json/next-record';
import { isUnreadable, JsonParser } from '@/ingestion/json/read-json';
import { readJsonRecord, rejectJson } from '@/ingestion/json/read-json-record';
import { LineSplitter, type TextLine } from '@/ingestion/source/line-splitter';
import type { ColumnMapping } from '@/ingestion/types';

/** One JSON object a line; blank lines are no records. A line that is none may hold several, the first of them damaged. */
export class JsonLinesParser implements RecordParser {
  private readonly lines: LineSplitter;

  private readonly roles: RoleAssigner;

  constructor(
    private readonly maxRecordLength: number,
    mapping?: ColumnMapping,
  ) {
    this.roles = new RoleAssigner(mapping);
    this.lines = new LineSplitter(maxRecordLength);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const line of this.lines.push(text)) yield* this.read(line);
  }

  *end(): Generator<ParsedItem> {
    for (const line of this.lines.end()) yield* this.read(line);
    yield* this.roles.missing();
  }

  private *read({ line, start, end, text, isTooLong, isOpen }: TextLine): Generator<ParsedItem> {
    const raw = text.trim();
    if (raw === '') return;
    const span = { line, start, end, raw };
    const item = isTooLong ? rejectJson(span, 'RECORD_TOO_LARGE') : readJsonRecord(span, isOpen, this.roles);
    const isSeveral = isUnreadable(item) && nextRecordIn(raw) !== null;
    if (isSeveral) yield* JsonParser.readAll(span, isOpen, this.maxRecordLength, this.roles);
    else yield item;
  }
}
