import type { FieldRole } from '@/ingestion/document/field-roles';
import type { ImportSource, JsonObject, JsonValue, ReadOptions, RecordIssue } from '@/ingestion/types';

/** A value and the name the file gives it, so that what cannot be used goes to the metadata under that name. */
export interface NamedValue {
  name: string;
  value: JsonValue;
}

/** A record as a parser understood it, before its values are normalised. */
export interface DraftRecord {
  kind: 'record';
  /** 1-based first line. */
  line: number;
  /** Offsets into the decoded text of the file, [start, end): tells which of the decoder's repairs fall into it. */
  start: number;
  end: number;
  /** The record as the file has it. */
  raw: string;
  fields: Partial<Record<FieldRole, NamedValue>>;
  metadata: JsonObject;
  /** Where a mapping names a label column. */
  label?: string | null;
  /** The columns of a Winnow export that are no part of the document, by name; absent for any other record. */
  review?: JsonObject | undefined;
  issues: RecordIssue[];
}

export interface RejectedRecord {
  kind: 'rejected';
  end: number;
  issue: RecordIssue;
  raw: string;
}

/** About a stretch that is no record. */
export interface FileNotice {
  kind: 'notice';
  issue: RecordIssue;
}

export interface TableHeader {
  kind: 'header';
  /** null where columns are not separated by a character. */
  delimiter: string | null;
  columns: string[];
}

export type ParsedItem = DraftRecord | RejectedRecord | FileNotice | TableHeader;

/** A parser takes decoded text in any chunks and gives records as soon as they are complete. */
export interface RecordParser {
  push(text: string): Iterable<ParsedItem>;
  end(): Iterable<ParsedItem>;
}

/**
 * A reader of a format that is not text takes the file itself and gives records in its order, in bounded memory. Offsets
 * of its items are 0: there is no decoder whose repairs they could tell apart. `line` counts what a person would count
 * there (a row, a page).
 *
 * @throws IngestionError when the file as a whole cannot be read.
 */
export type BinaryReader = (source: ImportSource, options: ReadOptions) => AsyncIterable<ParsedItem>;

/** An object without a prototype: no key can reach one. */
export function emptyMetadata(): JsonObject {
  return Object.create(null) as JsonObject;
}
