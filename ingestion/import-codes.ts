/**
 * Every code an import can give, with what it means for the person who uploaded the file.
 *
 * - `file`: the file as a whole failed, nothing (more) of it is read (IngestionError).
 * - `reject`: one record became no document (event `rejected`).
 * - `repair`: one record came through changed or completed (`document.warnings`, the record counts as repaired).
 * - `notice`: worth knowing, nothing was changed (`document.warnings` or event `warning`; the record stays accepted).
 */
export const IMPORT_CODES = {
  EMPTY_FILE: { severity: 'file', sentence: 'The file has no content.' },
  NO_RECORDS: { severity: 'file', sentence: 'The file was read to its end and holds no record.' },
  UNSUPPORTED_FORMAT: { severity: 'file', sentence: 'The file is of a kind that is not read; the message names it.' },
  UNKNOWN_FORMAT: { severity: 'file', sentence: 'The content is text, but of no format that is known.' },
  FORMAT_MISMATCH: { severity: 'file', sentence: 'The content is not what the name of the file says.' },
  TOO_MANY_COLUMNS: { severity: 'file', sentence: 'The header has more columns than are read.' },
  UNREADABLE_FILE: { severity: 'file', sentence: 'The stored file could not be opened or read.' },
  CANCELLED: { severity: 'file', sentence: 'Reading was stopped on request.' },
  TIMEOUT: { severity: 'file', sentence: 'Reading took longer than allowed and was stopped.' },
  OUT_OF_MEMORY: { severity: 'file', sentence: 'Reading needed more memory than allowed and was stopped.' },
  PARSER_CRASHED: { severity: 'file', sentence: 'The process that reads the file ended without a result.' },

  RECORD_TOO_LARGE: { severity: 'reject', sentence: 'The record is longer than the limit and was left out.' },
  EMPTY_RECORD: { severity: 'reject', sentence: 'The record has neither a title nor a text.' },
  WRONG_COLUMN_COUNT: { severity: 'reject', sentence: 'The row has more values than the header has columns.' },
  UNCLOSED_QUOTE: { severity: 'reject', sentence: 'A quoted value is not closed; reading went on at the next line.' },
  STRAY_TEXT: { severity: 'reject', sentence: 'The lines are left over from a damaged record before them.' },
  INVALID_JSON: { severity: 'reject', sentence: 'The record is not valid JSON.' },
  NOT_AN_OBJECT: { severity: 'reject', sentence: 'The JSON value is not an object with named fields.' },
  NESTED_TOO_DEEP: { severity: 'reject', sentence: 'The JSON value is nested deeper than is read.' },
  TRUNCATED_RECORD: { severity: 'reject', sentence: 'The file ends in the middle of this record.' },

  INVALID_BYTES: { severity: 'repair', sentence: 'Bytes invalid in the file’s encoding were replaced.' },
  NUL_REMOVED: { severity: 'repair', sentence: 'NUL characters were removed.' },
  LONE_SURROGATE: { severity: 'repair', sentence: 'Halves of characters (lone surrogates) became U+FFFD.' },
  SHORT_ROW: { severity: 'repair', sentence: 'The row has fewer values than the header; the missing ones are empty.' },
  EXTRA_VALUES_EMPTY: { severity: 'repair', sentence: 'Empty values beyond the last column were dropped.' },
  STRAY_QUOTE: { severity: 'repair', sentence: 'A quote inside a value was read as a plain character.' },
  MISSING_END: { severity: 'repair', sentence: 'The record has no end tag; it ends where the next begins.' },
  MISSING_TYPE: { severity: 'repair', sentence: 'The record does not begin with its type; it was read all the same.' },
  MALFORMED_TAG: { severity: 'repair', sentence: 'A tag is not spaced as the format asks; it was read as meant.' },
  UNTAGGED_LINE: { severity: 'repair', sentence: 'A line without a tag was joined to the field before it.' },
  NON_JSON_NUMBER: { severity: 'repair', sentence: 'NaN or Infinity, which JSON does not know, became null.' },
  NUMBER_KEPT_AS_TEXT: { severity: 'repair', sentence: 'A number too large to be exact was kept as text.' },
  FIELD_RENAMED: { severity: 'repair', sentence: 'A field with an unsafe name was renamed.' },

  MISSING_TEXT: { severity: 'notice', sentence: 'The record has a title but no text.' },
  INVALID_DOI: { severity: 'notice', sentence: 'The DOI is not one; it was kept in the metadata.' },
  INVALID_YEAR: { severity: 'notice', sentence: 'The year is not one; it was kept in the metadata.' },
  SECOND_VALUE: { severity: 'notice', sentence: 'A field occurs twice; the other value was kept in the metadata.' },
  INVALID_META: {
    severity: 'notice',
    sentence: 'A metadata text that should hold JSON does not; it was kept as text.',
  },
  HEADER_RENAMED: {
    severity: 'notice',
    sentence: 'A column with no name, an unsafe one or one used twice was renamed.',
  },
  HEADER_MISSING: { severity: 'notice', sentence: 'The first row is data, not a header; columns were numbered.' },
  TEXT_COLUMN_GUESSED: {
    severity: 'notice',
    sentence: 'No column known as title or text holds anything; one was guessed.',
  },
  MAPPED_COLUMN_MISSING: { severity: 'notice', sentence: 'A column that the mapping names is not in the file.' },
  BLANK_ROWS: { severity: 'notice', sentence: 'Rows in which every value is empty were skipped.' },
  TRUNCATED_FILE: { severity: 'notice', sentence: 'The file ends before its list is closed; records may be missing.' },
  PREAMBLE: { severity: 'notice', sentence: 'Text before or between records that belongs to none was skipped.' },
  UNREADABLE_LABEL: {
    severity: 'notice',
    sentence: 'The value is no label of the kind its column was said to hold; it stays in the metadata.',
  },
  LABEL_CONFLICT: {
    severity: 'notice',
    sentence: 'A duplicate has another label than its first document; the first label stays.',
  },
  ENCODING_GUESSED: { severity: 'notice', sentence: 'The file is not UTF-8; its encoding was guessed.' },
} as const satisfies Record<string, { severity: ImportSeverity; sentence: string }>;

export type ImportSeverity = 'file' | 'reject' | 'repair' | 'notice';
export type ImportCode = keyof typeof IMPORT_CODES;

export function isRepair(code: ImportCode): boolean {
  return IMPORT_CODES[code].severity === 'repair';
}
