import { emptyMetadata, type ParsedItem } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { rejectedRaw } from '@/ingestion/source/snippet';
import type { ImportCode, JsonObject, JsonValue, RecordIssue } from '@/ingestion/types';

const NUL = /\0/g;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** What a file that is one document was read as. */
export interface WholeFile {
  title: string | null;
  text: string;
  /** Values that are undefined or blank are left out. */
  metadata: Readonly<Record<string, string | number | undefined>>;
  issues: RecordIssue[];
}

/** The record of a file that is one document, its texts made fit to be stored. */
export function wholeFileRecord({ title, text, metadata, issues }: WholeFile, maxRecordLength: number): ParsedItem {
  if (text.length > maxRecordLength) {
    const raw = text.slice(0, maxRecordLength);
    return { kind: 'rejected', end: 0, issue: issueOf('RECORD_TOO_LARGE', 1, raw), raw: rejectedRaw(raw) };
  }
  const repairs = new Set<ImportCode>();
  const storable = (value: string) => storableText(value, repairs);
  const fields = {
    text: { name: 'text', value: storable(text) },
    ...(title === null ? {} : { title: { name: 'title', value: storable(title) } }),
  };
  const kept = tidyMetadata(metadata, storable);
  const raw = rejectedRaw(fields.text.value);
  const found = [...repairs].map((code) => issueOf(code, 1, raw));
  return { kind: 'record', line: 1, start: 0, end: 0, raw, fields, metadata: kept, issues: [...issues, ...found] };
}

function tidyMetadata(metadata: WholeFile['metadata'], storable: (value: string) => string): JsonObject {
  const tidy = emptyMetadata();
  for (const [name, value] of Object.entries(metadata)) {
    const kept: JsonValue = typeof value === 'string' ? storable(value).trim() : (value ?? '');
    if (kept !== '') tidy[name] = kept;
  }
  return tidy;
}

function storableText(text: string, repairs: Set<ImportCode>): string {
  const withoutNul = text.replace(NUL, '');
  if (withoutNul !== text) repairs.add('NUL_REMOVED');
  const whole = withoutNul.replace(LONE_SURROGATES, '\uFFFD');
  if (whole !== withoutNul) repairs.add('LONE_SURROGATE');
  return whole;
}
