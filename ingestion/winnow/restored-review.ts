import type { JsonObject, JsonValue } from '@/ingestion/types';
import { DUPLICATE_COLUMN } from '@/ingestion/winnow/export-columns';
import { splitTags } from '@/ingestion/winnow/export-lists';

/** A word somebody gave on a document elsewhere. */
export interface RestoredWord<Value> {
  value: Value;
  /** Whom the file names; nobody of the installation that reads it. */
  by: string | null;
  reason: string;
}

/** A model's score with what the file says of where it came from. */
export interface RestoredScore {
  raw: number;
  calibrated: number | null;
  tokensTotal: number;
  tokensRead: number;
  windows: number;
  isTruncated: boolean;
  model: string;
  modelRevision: string;
  precision: string;
}

export type RestoredDecision = 'INCLUDE' | 'EXCLUDE' | 'MAYBE';

/** Where the record stood among those of its work; ids are those of the project that it was exported from. */
export interface RestoredGroup {
  documentId: string | null;
  /** The document it repeats; null for one that stands for its work. */
  duplicateOf: string | null;
  /** A person has said that it is no duplicate of what it looks like. */
  isKeptApart: boolean;
}

/** What a Winnow export says of a document besides the document itself. Answers given in a sample are never in one. */
export interface RestoredReview {
  /** Null without one, and where the text is not the one that was scored. */
  score: RestoredScore | null;
  override: RestoredWord<number> | null;
  decision: RestoredWord<RestoredDecision> | null;
  tags: string[];
  note: string | null;
  group: RestoredGroup;
}

export interface ReadReview {
  review: RestoredReview;
  /** Columns whose value is none of theirs. */
  invalid: string[];
  /** A score is there, of another text. */
  isOfOtherText: boolean;
}

const MAX_ID = 64;
const MAX_NAME = 200;
const MAX_REASON = 2_000;
const MAX_NOTE = 100_000;
const MAX_TAG = 60;
const MAX_TAGS = 100;
const DECISIONS: readonly RestoredDecision[] = ['INCLUDE', 'EXCLUDE', 'MAYBE'];

/**
 * The review that a record's `winnow_` columns hold. Anybody may have written them: what makes no sense is left out and
 * told, and nothing in them names a person of this installation.
 *
 * @param columns      By name, as texts or as JSON values.
 * @param contentHash  Of the title and text as they were read.
 */
export function readReview(columns: JsonObject, contentHash: string): ReadReview {
  const read = new ColumnReader(columns);
  const score = readScore(read);
  const isOfOtherText = score !== null && ![null, contentHash].includes(read.text('winnow_content_hash', 64));
  const review = {
    score: isOfOtherText ? null : score,
    override: readOverride(read),
    decision: readDecision(read),
    tags: readTags(read),
    note: read.text('winnow_note', MAX_NOTE),
    group: {
      documentId: read.text('winnow_document_id', MAX_ID),
      duplicateOf: read.text(DUPLICATE_COLUMN, MAX_ID),
      isKeptApart: read.truth('winnow_kept_apart') ?? false,
    },
  };
  return { review, invalid: read.invalid, isOfOtherText };
}

function readScore(read: ColumnReader): RestoredScore | null {
  const raw = read.number('winnow_raw_score');
  const model = read.text('winnow_model', MAX_NAME);
  if (raw === null || model === null) return null;
  return {
    raw,
    calibrated: read.number('winnow_calibrated_score'),
    tokensTotal: read.count('winnow_tokens_total') ?? 0,
    tokensRead: read.count('winnow_tokens_read') ?? 0,
    windows: read.count('winnow_windows') ?? 1,
    isTruncated: read.truth('winnow_truncated') ?? false,
    model,
    modelRevision: read.text('winnow_model_revision', MAX_NAME) ?? '',
    precision: read.text('winnow_precision', 20) ?? '',
  };
}

/** From 1 to 5 in steps of a tenth, as experts give them. */
function readOverride(read: ColumnReader): RestoredWord<number> | null {
  const value = read.number('winnow_override');
  if (value === null) return null;
  const tenths = Math.round(value * 10);
  if (tenths < 10 || tenths > 50 || Math.abs(value * 10 - tenths) > 1e-9) return read.refuse('winnow_override');
  return { value: tenths / 10, ...readGiver(read, 'winnow_override') };
}

function readDecision(read: ColumnReader): RestoredWord<RestoredDecision> | null {
  const given = read.text('winnow_decision', 20);
  if (given === null) return null;
  const value = DECISIONS.find((decision) => decision === given.toUpperCase());
  return value === undefined ? read.refuse('winnow_decision') : { value, ...readGiver(read, 'winnow_decision') };
}

function readGiver(read: ColumnReader, column: string): { by: string | null; reason: string } {
  return { by: read.text(`${column}_by`, MAX_NAME), reason: read.text(`${column}_reason`, MAX_REASON) ?? '' };
}

function readTags(read: ColumnReader): string[] {
  const value = read.value('winnow_tags');
  if (value === null) return [];
  const isList = Array.isArray(value) && value.every((tag) => typeof tag === 'string');
  if (!isList && typeof value !== 'string') return read.refuse('winnow_tags') ?? [];
  const tags = (isList ? value : splitTags(value as string)).map((tag) =>
    String(tag)
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
      .trim(),
  );
  const usable = [...new Set(tags)].filter((tag) => tag !== '' && [...tag].length <= MAX_TAG).slice(0, MAX_TAGS);
  if (usable.length < new Set(tags).size) read.refuse('winnow_tags');
  return usable;
}

class ColumnReader {
  readonly invalid: string[] = [];

  constructor(private readonly columns: JsonObject) {}

  refuse(column: string): null {
    if (!this.invalid.includes(column)) this.invalid.push(column);
    return null;
  }

  /** Null for what is not there or blank. */
  value(column: string): JsonValue {
    const value = this.columns[column] ?? null;
    return typeof value === 'string' && value.trim() === '' ? null : value;
  }

  text(column: string, maxLength: number): string | null {
    const value = this.value(column);
    if (value === null) return null;
    if (typeof value !== 'string' && typeof value !== 'number') return this.refuse(column);
    const text = String(value).trim();
    return text.length > maxLength ? this.refuse(column) : text;
  }

  number(column: string): number | null {
    const value = this.value(column);
    if (value === null) return null;
    const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
    return Number.isFinite(number) ? number : this.refuse(column);
  }

  /** As many as a column of the database holds. */
  count(column: string): number | null {
    const number = this.number(column);
    if (number === null) return null;
    return Number.isInteger(number) && number >= 0 && number < 2 ** 31 ? number : this.refuse(column);
  }

  truth(column: string): boolean | null {
    const value = this.value(column);
    if (value === null || typeof value === 'boolean') return value;
    const word = String(value).toLowerCase();
    if (word === 'true' || word === '1') return true;
    return word === 'false' || word === '0' ? false : this.refuse(column);
  }
}
