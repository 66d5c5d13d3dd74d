import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { RoleAssigner } from '@/ingestion/document/role-assigner';
import { readJsonRecord, rejectJson } from '@/ingestion/json/read-json-record';
import { LineSplitter, type TextLine } from '@/ingestion/source/line-splitter';
import type { ColumnMapping } from '@/ingestion/types';

/** One JSON object a line; blank lines are no records. */
export class JsonLinesParser implements RecordParser {
  private readonly lines: LineSplitter;

  private readonly roles: RoleAssigner;

  constructor(maxRecordLength: number, mapping?: ColumnMapping) {
    this.roles = new RoleAssigner(mapping);
    this.lines = new LineSplitter(maxRecordLength);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const line of this.lines.push(text)) yield* toItem(line, this.roles);
  }

  *end(): Generator<ParsedItem> {
    for (const line of this.lines.end()) yield* toItem(line, this.roles);
    yield* this.roles.missing();
  }
}

function* toItem({ line, start, end, text, isTooLong, isOpen }: TextLine, roles: RoleAssigner): Generator<ParsedItem> {
  const raw = text.trim();
  if (raw === '') return;
  const span = { line, start, end, raw };
  yield isTooLong ? rejectJson(span, 'RECORD_TOO_LARGE') : readJsonRecord(span, isOpen, roles);
}
