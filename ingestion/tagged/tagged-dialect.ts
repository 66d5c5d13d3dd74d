import type { TagValues } from '@/ingestion/tagged/tag-values';
import type { TaggedRecord } from '@/ingestion/tagged/tagged-record';
import type { TakenFields } from '@/ingestion/tagged/take-fields';
import type { ImportCode } from '@/ingestion/types';

/** A line that begins with a tag, or looks as if it did. */
export interface LineTag {
  /** '' for a line that only parts records ('<12>'). */
  tag: string;
  value: string;
  /** The tag is spaced as the format asks. */
  isExact: boolean;
  isKnown: boolean;
  /** Not spaced as the format asks, but so that it can hardly be prose (a tab). */
  isSure?: boolean;
}

/**
 * What a tag means where it stands.
 *
 * - `opens`: a record begins with it.
 * - `ends`: it is the last line of the record.
 * - `field`: one more value of the record.
 * - `text`: prose that looks like a tag.
 * - `frame`: it belongs to the file and to no record ('FN', 'EF'); the record before it is over.
 * - `outside`: it belongs to nothing and stands before or between records.
 */
export type TagMeaning = 'opens' | 'ends' | 'field' | 'text' | 'frame' | 'outside';

/** Files what was noticed while the fields were taken. */
export type NoteIssue = (code: ImportCode, tag: string, value: string, message?: string) => void;

/** What one tagged format does differently from the others; the rest is `TaggedParser`. */
export interface TaggedDialect {
  /** Tag that every record begins with; null where records may begin with any. */
  readonly firstTag: string | null;
  /** Every record has an end of its own, so one without is damaged. */
  readonly hasEndTag: boolean;
  /** @returns null when the line is no tag, however leniently looked at. */
  readTag(line: string): LineTag | null;
  /** @param isInPreamble  The lines just before belong to no record. */
  meaningOf(tag: LineTag, record: TaggedRecord | null, isInPreamble: boolean): TagMeaning;
  /** A line without a tag goes on with the field before it; false where the format would not have written it so. */
  isExpected(line: string, record: TaggedRecord, looksLikeTag: boolean): boolean;
  /** Fields in which each further line is a value of its own. */
  isList(tag: string): boolean;
  /** Fields in which sentences stand: paragraphs are kept apart. */
  isProse(tag: string): boolean;
  /** What joins a line to the one before it in a prose field. */
  readonly proseJoint: ' ' | '\n';
  takeFields(values: TagValues, note: NoteIssue): TakenFields;
}
