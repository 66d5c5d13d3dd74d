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
  UNSUPPORTED_ENCODING: { severity: 'file', sentence: 'The file declares a character encoding that is not read.' },
  ENTITY_EXPANSION: { severity: 'file', sentence: 'The file defines entities that expand into others.' },
  EXTERNAL_ENTITY: { severity: 'file', sentence: 'The file defines entities that lie outside the file.' },
  ENTITY_TOO_LARGE: {
    severity: 'file',
    sentence: 'The file defines an entity, or a document type, longer than is allowed.',
  },
  UNREADABLE_FILE: { severity: 'file', sentence: 'The stored file could not be opened or read.' },
  CANCELLED: { severity: 'file', sentence: 'Reading was stopped on request.' },
  ENCRYPTED_FILE: { severity: 'file', sentence: 'The file is encrypted or protected by a password.' },
  DAMAGED_FILE: { severity: 'file', sentence: 'The file is damaged or not complete: its parts do not fit together.' },
  DECOMPRESSION_BOMB: { severity: 'file', sentence: 'The file unpacks to far more than it should.' },
  SHARED_TEXT_TOO_LARGE: { severity: 'file', sentence: 'The workbook has more different texts than are read.' },
  TOO_MANY_EMPTY_CELLS: {
    severity: 'file',
    sentence: 'The sheet has far more empty cells than cells that hold anything.',
  },
  UNSUPPORTED_CODEC: { severity: 'file', sentence: 'The file is compressed in a way that is not read.' },
  PAGE_TOO_LARGE: { severity: 'file', sentence: 'A part of the file is larger than can be read at once.' },
  TIMEOUT: { severity: 'file', sentence: 'Reading took longer than allowed and was stopped.' },
  OUT_OF_MEMORY: { severity: 'file', sentence: 'Reading needed more memory than allowed and was stopped.' },
  SCANNED_PDF: { severity: 'file', sentence: 'The PDF holds pictures of pages and no text.' },
  TOO_MANY_PAGES: { severity: 'file', sentence: 'The document has more pages than are read.' },
  TOO_MANY_ENTRIES: { severity: 'file', sentence: 'The archive holds more files than are read.' },
  ARCHIVE_TOO_LARGE: { severity: 'file', sentence: 'The archive unpacks to more than is read.' },
  ARCHIVE_TOO_DEEP: { severity: 'file', sentence: 'The archive lies in an archive within an archive.' },
  OUTPUT_TOO_LARGE: {
    severity: 'file',
    sentence: 'The file gives far more than its size can hold; reading was stopped.',
  },
  PARSER_CRASHED: { severity: 'file', sentence: 'The process that reads the file ended without a result.' },

  NOT_A_FILE: { severity: 'reject', sentence: 'The entry of the archive is a link or a device, not a file.' },
  OVERLAPPING_ENTRIES: { severity: 'reject', sentence: 'The file shares its bytes with another of the archive.' },
  ENTRY_SIZE_WRONG: { severity: 'reject', sentence: 'The file is not as long as the archive says.' },
  ENTRY_TOO_LARGE: { severity: 'reject', sentence: 'The file is larger than is read of its kind.' },
  UNSUPPORTED_COMPRESSION: { severity: 'reject', sentence: 'The file is packed by a method that is not read.' },
  RECORD_TOO_LARGE: { severity: 'reject', sentence: 'The record is longer than the limit and was left out.' },
  EMPTY_RECORD: { severity: 'reject', sentence: 'The record has neither a title nor a text.' },
  WRONG_COLUMN_COUNT: { severity: 'reject', sentence: 'The row has more values than the header has columns.' },
  UNCLOSED_QUOTE: { severity: 'reject', sentence: 'A quoted value is not closed; reading went on at the next line.' },
  STRAY_TEXT: { severity: 'reject', sentence: 'The lines are left over from a damaged record before them.' },
  UNCLOSED_BRACE: {
    severity: 'reject',
    sentence: 'A brace of the entry is not closed; reading went on at the next entry.',
  },
  INVALID_BIBTEX: { severity: 'reject', sentence: 'The entry is not valid BibTeX.' },
  INVALID_JSON: { severity: 'reject', sentence: 'The record is not valid JSON.' },
  NOT_AN_OBJECT: { severity: 'reject', sentence: 'The JSON value is not an object with named fields.' },
  NESTED_TOO_DEEP: { severity: 'reject', sentence: 'The record is nested deeper than is read.' },
  MALFORMED_XML: { severity: 'reject', sentence: 'The record is not well-formed XML.' },
  TRUNCATED_RECORD: { severity: 'reject', sentence: 'The file ends in the middle of this record.' },

  INVALID_BYTES: { severity: 'repair', sentence: 'Bytes invalid in the file’s encoding were replaced.' },
  NUL_REMOVED: { severity: 'repair', sentence: 'NUL characters were removed.' },
  LONE_SURROGATE: { severity: 'repair', sentence: 'Halves of characters (lone surrogates) became U+FFFD.' },
  SHORT_ROW: { severity: 'repair', sentence: 'The row has fewer values than the header; the missing ones are empty.' },
  EXTRA_VALUES_EMPTY: { severity: 'repair', sentence: 'Empty values beyond the last column were dropped.' },
  EXTRA_VALUES_KEPT: {
    severity: 'repair',
    sentence: 'Values beyond the last column of the header were kept under the numbers of their columns.',
  },
  CELL_ERROR: { severity: 'repair', sentence: 'A cell that holds an error of the spreadsheet was read as empty.' },
  FORMULA_NOT_COMPUTED: {
    severity: 'repair',
    sentence: 'A formula whose value the file does not hold was read as empty.',
  },
  STRAY_QUOTE: { severity: 'repair', sentence: 'A quote inside a value was read as a plain character.' },
  MISSING_END: { severity: 'repair', sentence: 'The record has no end tag; it ends where the next begins.' },
  MISSING_TYPE: { severity: 'repair', sentence: 'The record does not begin with its type; it was read all the same.' },
  MALFORMED_TAG: { severity: 'repair', sentence: 'A tag is not spaced as the format asks; it was read as meant.' },
  UNTAGGED_LINE: { severity: 'repair', sentence: 'A line without a tag was joined to the field before it.' },
  NON_JSON_NUMBER: { severity: 'repair', sentence: 'NaN or Infinity, which JSON does not know, became null.' },
  NUMBER_KEPT_AS_TEXT: { severity: 'repair', sentence: 'A number too large to be exact was kept as text.' },
  PDF_RECOVERED: {
    severity: 'repair',
    sentence: 'The PDF is damaged or cut off; what could be found of it was read.',
  },
  PAGES_UNREADABLE: { severity: 'repair', sentence: 'Pages that cannot be read were left out.' },
  FIELD_RENAMED: { severity: 'repair', sentence: 'A field with an unsafe name was renamed.' },
  HTML_ENTITY: { severity: 'repair', sentence: 'Characters named as in HTML, which XML does not know, were read.' },
  UNKNOWN_ENTITY: { severity: 'repair', sentence: 'References to entities that are not read were kept as text.' },
  STRAY_MARKUP: { severity: 'repair', sentence: 'A & or < that begins no markup was read as a plain character.' },
  INVALID_CHARACTER: { severity: 'repair', sentence: 'Characters that XML forbids were replaced.' },

  MISSING_TEXT: { severity: 'notice', sentence: 'The record has a title but no text.' },
  INVALID_DOI: { severity: 'notice', sentence: 'The DOI is not one; it was kept in the metadata.' },
  INVALID_YEAR: { severity: 'notice', sentence: 'The year is not one; it was kept in the metadata.' },
  SECOND_VALUE: { severity: 'notice', sentence: 'A field occurs twice; the other value was kept in the metadata.' },
  UNKNOWN_MACRO: {
    severity: 'notice',
    sentence: 'An abbreviation that the file does not define was kept as its name.',
  },
  CROSSREF_MISSING: {
    severity: 'notice',
    sentence: 'The entry named by crossref was not found; nothing was taken from it.',
  },
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
  RECORD_LIST: {
    severity: 'notice',
    sentence: 'The records are a list within the file; what stands beside it is none.',
  },
  OTHER_LISTS: { severity: 'notice', sentence: 'Other lists of objects were not read as records.' },
  OTHER_SHEETS: { severity: 'notice', sentence: 'Other sheets of the workbook hold something too and were not read.' },
  MERGED_CELLS: {
    severity: 'notice',
    sentence: 'The sheet has merged cells; their value belongs to the first of them, the others are empty.',
  },
  TRUNCATED_FILE: { severity: 'notice', sentence: 'The file ends before its list is closed; records may be missing.' },
  PREAMBLE: { severity: 'notice', sentence: 'Text before or between records that belongs to none was skipped.' },
  WITHDRAWN_RECORDS: { severity: 'notice', sentence: 'PubMed withdrew these records; they are not imported.' },
  ENCODING_CONTRADICTED: {
    severity: 'notice',
    sentence: 'The bytes are not in the encoding the file declares; they were read as what they are.',
  },
  FORM_FIELDS: {
    severity: 'notice',
    sentence: 'Form fields of the PDF are filled in; their values are not part of its text.',
  },
  PAGES_WITHOUT_TEXT: { severity: 'notice', sentence: 'Pages hold no text; they are blank or pictures.' },
  ENTRIES_SKIPPED: { severity: 'notice', sentence: 'Folders and files of the system in the archive were skipped.' },
  ODD_ENTRY_NAME: { severity: 'notice', sentence: 'The name of a file in the archive is unsafe; it is only shown.' },
  DUPLICATE_ENTRY: { severity: 'notice', sentence: 'The archive holds several files of this name; each was read.' },
  ENTRY_ENCODING: { severity: 'notice', sentence: 'A file of the archive is not UTF-8; its encoding is said.' },
  TRAILING_DATA: { severity: 'notice', sentence: 'Bytes behind the end of the packed file were skipped.' },
  UNREADABLE_LABEL: {
    severity: 'notice',
    sentence: 'The value is no label of the kind its column was said to hold; it stays in the metadata.',
  },
  LABEL_CONFLICT: {
    severity: 'notice',
    sentence: 'A duplicate has another label than its first document; the first label stays.',
  },
  REVIEW_VALUE_INVALID: {
    severity: 'notice',
    sentence: 'A value in a column of a Winnow export is none of that column and was left out.',
  },
  REVIEW_OF_OTHER_TEXT: {
    severity: 'notice',
    sentence: 'The text is not the one that was scored elsewhere; the score is not brought back.',
  },
  REVIEWS_NOT_RESTORED: {
    severity: 'notice',
    sentence: 'This is a Winnow export; its scores, overrides, decisions, tags and notes were not brought back.',
  },
  REVIEW_SCORES_NOT_RESTORED: {
    severity: 'notice',
    sentence: 'The scores of the export are of another model than the project’s; the documents are scored anew.',
  },
  REVIEW_TAGS_LEFT_OUT: {
    severity: 'notice',
    sentence: 'The project has as many tags as it may have; tags beyond them were left out.',
  },
  ENCODING_GUESSED: { severity: 'notice', sentence: 'The file is not UTF-8; its encoding was guessed.' },
} as const satisfies Record<string, { severity: ImportSeverity; sentence: string }>;

export type ImportSeverity = 'file' | 'reject' | 'repair' | 'notice';
export type ImportCode = keyof typeof IMPORT_CODES;

export function isRepair(code: ImportCode): boolean {
  return IMPORT_CODES[code].severity === 'repair';
}
