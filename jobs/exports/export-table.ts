import { contentHash, dedupKey } from '@/ingestion/document/dedup-key';
import { type JsonObject, type JsonValue, TITLE_DERIVED_KEY } from '@/ingestion/types';
import {
  CUT_COLUMN,
  DOCUMENT_COLUMNS,
  DUPLICATE_COLUMN,
  EXPORT_MARKER,
  exportMark,
  GATHERED_COLUMN,
  metadataColumn,
  REVIEW_COLUMNS,
} from '@/ingestion/winnow/export-columns';
import type { ExportedDocument, ExportedNote } from '@/prisma/queries/export-rows';

/** A document as an export tells it: by column, what is not known left out. */
export interface ExportRecord {
  readonly document: ReadonlyMap<string, JsonValue>;
  readonly metadata: JsonObject;
  readonly review: ReadonlyMap<string, JsonValue>;
}

export interface ExportFacts {
  /** Of the calibration that was active when the export was asked for; null without one. */
  readonly threshold: number | null;
  readonly thresholdVersion: number | null;
  readonly isNeutralised: boolean;
}

export function toRecord(row: ExportedDocument, facts: ExportFacts): ExportRecord {
  const metadata = isObject(row.metadata) ? row.metadata : {};
  return { document: known(documentOf(row)), metadata, review: known(reviewOf(row, metadata, facts)) };
}

/** Which metadata keys have columns of their own; the rest of a record's is gathered in one. */
export class ExportTable {
  readonly columns: readonly string[];
  private readonly keys: ReadonlySet<string>;

  /** @param keys  Of metadata, in the order of their columns. */
  constructor(
    keys: readonly string[],
    private readonly gathers: boolean,
    { hasCuts = false, withDuplicates = false }: { hasCuts?: boolean; withDuplicates?: boolean } = {},
  ) {
    this.keys = new Set(keys);
    const more = [...(gathers ? [GATHERED_COLUMN] : []), ...(hasCuts ? [CUT_COLUMN] : [])];
    const reviews = REVIEW_COLUMNS.filter((column) => withDuplicates || column !== DUPLICATE_COLUMN);
    this.columns = [...DOCUMENT_COLUMNS, ...keys.map(metadataColumn), ...more, ...reviews];
  }

  /** The record's values in the order of the columns; null where it has none. */
  cellsOf({ document, metadata, review }: ExportRecord): JsonValue[] {
    const cells = new Map([...document, ...review]);
    const gathered: JsonObject = {};
    for (const [key, value] of Object.entries(metadata)) {
      if (this.keys.has(key)) cells.set(metadataColumn(key), value);
      else gathered[key] = value;
    }
    if (this.gathers && Object.keys(gathered).length > 0) cells.set(GATHERED_COLUMN, gathered);
    return this.columns.map((column) => cells.get(column) ?? null);
  }
}

function documentOf(row: ExportedDocument): [string, JsonValue][] {
  const { externalId, title, text, authors, year, journal, doi, pmid, url, language, keywords } = row;
  const values = { id: externalId, title, text, authors: [...authors], year, journal, doi, pmid, url, language };
  return Object.entries({ ...values, keywords: [...keywords] });
}

function reviewOf(row: ExportedDocument, metadata: JsonObject, facts: ExportFacts): [string, JsonValue][] {
  const score = row.overrideScore ?? row.calibratedScore ?? row.rawScore;
  const ownTitle = metadata[TITLE_DERIVED_KEY] === true ? null : row.title;
  const { threshold, thresholdVersion } = facts;
  const isScored = row.rawScore !== null;
  return Object.entries({
    winnow_raw_score: row.rawScore,
    winnow_calibrated_score: row.calibratedScore,
    winnow_override: row.overrideScore,
    winnow_override_by: row.overrideScore === null ? null : row.overrideBy,
    winnow_override_reason: row.overrideScore === null ? null : row.overrideReason,
    winnow_decision: row.decision,
    winnow_decision_by: row.decision === null ? null : row.decisionBy,
    winnow_decision_reason: row.decision === null ? null : row.decisionReason,
    winnow_threshold_version: thresholdVersion,
    winnow_above_threshold: threshold === null || score === null ? null : score >= threshold,
    winnow_tokens_total: isScored ? row.tokensTotal : null,
    winnow_tokens_read: isScored ? row.tokensRead : null,
    winnow_truncated: isScored ? row.isTruncated : null,
    winnow_windows: isScored ? row.windows : null,
    winnow_model: isScored ? row.model : null,
    winnow_model_revision: isScored ? row.modelRevision : null,
    winnow_precision: isScored ? row.precision : null,
    winnow_duplicate_group: row.duplicateOfId ?? (row.hasDuplicates ? row.id : null),
    [DUPLICATE_COLUMN]: row.duplicateOfId,
    winnow_kept_apart:
      row.duplicateOfId === null && row.dedupKey !== dedupKey({ ...row, title: ownTitle }) ? true : null,
    winnow_tags: [...row.tags],
    winnow_note: noteOf(row.notes),
    winnow_document_id: row.id,
    winnow_content_hash: contentHash(ownTitle, row.text),
    [EXPORT_MARKER]: exportMark(facts.isNeutralised),
  });
}

/** All notes as one text, each with who wrote it and when; one that was imported says so in its own text. */
function noteOf(notes: readonly ExportedNote[]): string {
  return notes.map(({ by, at, text, isImported }) => (isImported ? text : `${by}, ${at}: ${text}`)).join('\n\n');
}

function known(entries: readonly [string, JsonValue][]): Map<string, JsonValue> {
  return new Map(
    entries.filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
