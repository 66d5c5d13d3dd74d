/** In every record of a Winnow export; its value says how the record was written. */
export const EXPORT_MARKER = 'winnow_export';
const VERSION = '1';

/** What the marker says: the version of the columns, and whether cells were made safe for spreadsheets. */
export function exportMark(isNeutralised: boolean): string {
  return isNeutralised ? `${VERSION} neutralised` : VERSION;
}

/** Null for what is no mark of a version that is known: its columns are then columns like any other. */
export function readExportMark(value: unknown): { isNeutralised: boolean } | null {
  if (value !== VERSION && value !== 1 && value !== exportMark(true)) return null;
  return { isNeutralised: value === exportMark(true) };
}

/** Fields of a document under the names they are exported by, in this order. */
export const DOCUMENT_COLUMNS = [
  'id',
  'title',
  'text',
  'authors',
  'year',
  'journal',
  'doi',
  'pmid',
  'url',
  'language',
  'keywords',
] as const;

/** The id of the document that the record repeats; a column only where duplicates are exported. */
export const DUPLICATE_COLUMN = 'winnow_duplicate_of';

/** What Winnow knows of a document, in a name space of its own. */
export const REVIEW_COLUMNS = [
  'winnow_raw_score',
  'winnow_calibrated_score',
  'winnow_override',
  'winnow_override_by',
  'winnow_override_reason',
  'winnow_decision',
  'winnow_decision_by',
  'winnow_decision_reason',
  'winnow_threshold_version',
  'winnow_above_threshold',
  'winnow_tokens_total',
  'winnow_tokens_read',
  'winnow_truncated',
  'winnow_windows',
  'winnow_model',
  'winnow_model_revision',
  'winnow_precision',
  'winnow_duplicate_group',
  DUPLICATE_COLUMN,
  'winnow_kept_apart',
  'winnow_tags',
  'winnow_note',
  'winnow_document_id',
  'winnow_content_hash',
  EXPORT_MARKER,
] as const;

/** Metadata keys beyond the most columns, as one JSON object. */
export const GATHERED_COLUMN = 'winnow_other_metadata';
/** Names of the texts that were longer than a spreadsheet's cell. */
export const CUT_COLUMN = 'winnow_cut';

const NAME_SPACE = 'winnow_';
const METADATA = 'metadata:';

/** The column of a metadata key; one that would read as another column says that it is metadata. */
export function metadataColumn(key: string): string {
  const isTaken = isDocumentColumn(key) || key.startsWith(NAME_SPACE) || key.startsWith(METADATA);
  return isTaken ? `${METADATA}${key}` : key;
}

/** The key that `metadataColumn` made the column of. */
export function metadataKey(column: string): string {
  return column.startsWith(METADATA) ? column.slice(METADATA.length) : column;
}

export function isDocumentColumn(name: string): boolean {
  return (DOCUMENT_COLUMNS as readonly string[]).includes(name);
}

export function isReviewColumn(name: string): boolean {
  return name.startsWith(NAME_SPACE);
}
