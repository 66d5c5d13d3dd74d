import type { Readable } from 'node:stream';
import type { ImportCode } from '@/ingestion/import-codes';
import type { RestoredReview } from '@/ingestion/winnow/restored-review';

export type { ImportCode, ImportSeverity } from '@/ingestion/import-codes';

/** A value that survives `JSON.parse(JSON.stringify(value))` and that PostgreSQL's `jsonb` accepts. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** No key, at any depth, is `__proto__` (see HEADER_RENAMED and FIELD_RENAMED), so copying one pollutes nothing. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Formats that become documents. */
export const FORMAT_NAMES = [
  'csv',
  'tsv',
  'jsonl',
  'json',
  'ris',
  'nbib',
  'wos',
  'refer',
  'ovid',
  'silverplatter',
  'bibtex',
  'txt',
  'pubmed-xml',
  'endnote-xml',
  'jats-xml',
  'html',
  'xlsx',
  'ods',
  'parquet',
  'pdf',
  'docx',
  'zip',
  'gzip',
  'asreview',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Formats that are recognised, named in the failure, and not read (yet). */
export const UNREAD_FORMAT_NAMES = [
  'xml',
  'xls',
  'xlsb',
  'doc',
  'odt',
  'package',
  'rtf',
  'archive',
  'executable',
  'image',
  'sqlite',
  'binary',
] as const;
export type UnreadFormatName = (typeof UNREAD_FORMAT_NAMES)[number];
export type DetectedFormat = FormatName | UnreadFormatName;

/** Encodings of one byte a character. ISO-8859-1 and -9 are read as Windows-1252 and -1254, which contain them. */
export const SINGLE_BYTE_ENCODINGS = [
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-9',
  'iso-8859-15',
  'koi8-r',
] as const;
export type SingleByteEncoding = (typeof SINGLE_BYTE_ENCODINGS)[number];
/** Read only where a file (XML, HTML) declares them or a person chose them. */
export const DECLARED_ENCODINGS = [
  'windows-1255',
  'windows-1256',
  'gbk',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
] as const;
export const ENCODING_NAMES = [
  'utf-8',
  'utf-8-bom',
  'utf-16le',
  'utf-16be',
  ...SINGLE_BYTE_ENCODINGS,
  ...DECLARED_ENCODINGS,
] as const;
export type EncodingName = (typeof ENCODING_NAMES)[number];

/** Fields of a document that a column or key can be read as. */
export const FIELD_ROLES = [
  'externalId',
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
export type FieldRole = (typeof FIELD_ROLES)[number];

/**
 * Which columns (of JSON: keys; those inside `meta` as 'meta.title') become which fields, as a person chose. Names are
 * those of a FilePreview. With a mapping nothing is told by its name: a role that is absent, null or '' is not taken.
 */
export interface ColumnMapping {
  roles: Partial<Record<FieldRole, string | null>>;
  /** Column with the labels of an earlier review ('included'); it stays in the metadata too. */
  label?: string | null;
}

/** Something said about one record (or, with line 0, about the file as a whole). */
export interface RecordIssue {
  /** 1-based: where the finding is, or where its record begins; 0 means the whole file. Lines end with LF, CRLF or CR. */
  line: number;
  /** Path within the archive of the file concerned; absent where the file that was read is no archive. */
  file?: string;
  /** Column, key or tag concerned, as the file spells it; absent when it is the record as a whole. */
  field?: string;
  code: ImportCode;
  /** What happened and what was done, in one sentence for the person who uploaded the file. */
  message: string;
  /** At most SNIPPET_LENGTH characters of the raw text concerned, free of control characters; '' when there is none. */
  snippet: string;
}

/** One record of a file, normalised. Every string is free of NUL and of lone surrogates, so PostgreSQL takes it. */
export interface SourceDocument {
  /** 1-based first line of the record. For JSON arrays, the line its value starts on. */
  line: number;
  /** The record's own identifier (an id column, RIS AN or ID); not unique, not checked. */
  externalId: string | null;
  title: string | null;
  /**
   * Abstract or body, complete and unshortened; '' when the record has none (then `warnings` holds MISSING_TEXT).
   * When the title was taken from its first line (`isTitleDerived`), that line is still part of the text.
   */
  text: string;
  /** In the order of the file, each as written there ('Smith, J.'). */
  authors: string[];
  /** 1000 to 2999. */
  year: number | null;
  journal: string | null;
  /** Lower case, without resolver address or 'doi:' ('10.1000/xyz'). */
  doi: string | null;
  /** Digits only, no leading zeros. */
  pmid: string | null;
  /** As written; http, https and ftp addresses only. */
  url: string | null;
  language: string | null;
  keywords: string[];
  /** What the record has in the column that the mapping names as label, as text; null without one. */
  label: string | null;
  /** Every column, key or tag that has no field above, under its own name (labels such as `included` too). */
  metadata: JsonObject;
  /** 32 hex digits. Equal keys mean the same work: DOI, else PMID, else title and abstract (see dedup-key.ts). */
  dedupKey: string;
  /** 32 hex digits over title and text as they are: equal hashes mean the same content to score. */
  contentHash: string;
  /** What a Winnow export says of the document besides it; null where the record is of no such export. */
  restored: RestoredReview | null;
  /** Findings about this record. The record counts as repaired when one of them has a code of severity 'repair'. */
  warnings: RecordIssue[];
}

/** read = accepted + repaired + rejected. Duplicates are counted by whoever groups documents (`duplicates` in a report). */
export interface ImportCounts {
  read: number;
  /** Documents that needed no repair. */
  accepted: number;
  /** Documents that came through with a repair. */
  repaired: number;
  /** Records that became no document. */
  rejected: number;
}

export interface ImportStarted {
  type: 'started';
  format: FormatName;
  /** null for formats that are not text. */
  encoding: EncodingName | null;
  /** Column separator of CSV and TSV; null for other formats. */
  delimiter: string | null;
  /** Column names of CSV and TSV as they will appear in `metadata`; null for other formats. */
  columns: string[] | null;
}

export interface ImportDocument {
  type: 'document';
  document: SourceDocument;
  /** Bytes of the file that had been read by then, for progress; absent where the format does not tell. */
  bytesRead?: number;
}

export interface ImportRejected {
  type: 'rejected';
  issue: RecordIssue;
  /** The record as the file has it, for the rejects file; cut at REJECT_RAW_LENGTH characters. */
  raw: string;
  /** As in ImportDocument. */
  bytesRead?: number;
  /** The place of the file of an archive that this record stands for, where it was given up (GivenUpMember). */
  givenUp?: string;
}

/** About the file or a stretch of it that is no record (a preamble, an encoding, a renamed header). */
export interface ImportWarning {
  type: 'warning';
  issue: RecordIssue;
}

export interface ImportFinished {
  type: 'finished';
  /** The encoding as the whole file showed it; `started` could only judge its beginning. null: not text. */
  encoding: EncodingName | null;
  counts: ImportCounts;
}

/**
 * What `readDocuments` yields, in this order: one `started`; any number of `document`, `rejected` and `warning` in the
 * order of the file; one `finished`. A file that fails as a whole throws an IngestionError instead of finishing.
 * Events are plain JSON values.
 */
export type ImportEvent = ImportStarted | ImportDocument | ImportRejected | ImportWarning | ImportFinished;

/** Where bytes come from. `open` may be called more than once and each time starts at byte 0. */
export interface ImportSource {
  /** File name as uploaded; a hint for the format, never trusted against the content. */
  name: string;
  sizeBytes: number;
  open(): Readable;
  /** Bytes [start, end) of the file, for formats that keep their directory at the end; fewer where the file is shorter. */
  slice(start: number, end: number): Promise<Buffer>;
}

/** A file of an archive whose reading has killed the process it was read in. */
export interface GivenUpMember {
  /** Its place: the numbers, from 0, of the entries that lead to it; '3', or '3/0' within the archive that is entry 3. */
  member: string;
  code: ImportCode;
  message: string;
  /** Records that had come of it, and stay. */
  records: number;
}

export interface BegunMember {
  member: string;
  /** Otherwise it is passed over, and nothing that happens from here on is its doing. */
  isOpened: boolean;
  /** The file holds no other. */
  isOnly: boolean;
}

export interface ReadOptions {
  /** Skip sniffing the format. */
  format?: FormatName;
  /** Skip sniffing the encoding. */
  encoding?: EncodingName;
  /** Column separator of a table that is text, one character; without it it is told by content. */
  delimiter?: string;
  /** Columns as a person mapped them; tables and JSON only. Without it they are told by their names. */
  mapping?: ColumnMapping;
  /** Longest record, in UTF-16 code units (characters, nearly); a longer one is rejected with RECORD_TOO_LARGE. Default 16 Mi. */
  maxRecordLength?: number;
  /** Articles and pages that have an abstract: read abstract and body as the text, not the abstract alone. */
  isFullText?: boolean;
  /**
   * Where large entries of an archive may lie while they are read; nothing is left there. Without it they are held in
   * memory.
   */
  folder?: string;
  /** Files of an archive that are not opened: each is one rejected record with this code. */
  givenUp?: GivenUpMember[];
  /** Entry of a ZIP to go on at; nothing is said of what lies before it. */
  fromMember?: number;
  /** Awaited before a file of an archive is opened, or passed over. */
  onMember?: (begun: BegunMember) => Promise<void>;
  /** Stops reading; the generator then throws an IngestionError CANCELLED. */
  signal?: AbortSignal;
}

export interface PreviewColumn {
  /** As a ColumnMapping names it and, but for keys inside `meta`, as it is called in `metadata`. */
  name: string;
  /** The field it becomes without a mapping; null: metadata. */
  role: FieldRole | null;
  /** Up to three different values, each cut at PREVIEW_VALUE_LENGTH. */
  samples: string[];
  /** Share of the rows looked at in which it is not blank, in [0, 1]. */
  filledShare: number;
}

export interface PreviewValue {
  name: string;
  /** Values that are no text as JSON; cut at PREVIEW_VALUE_LENGTH. */
  value: string;
  isShortened: boolean;
}

/** What a file looks like before it is imported: of tables and JSON the columns and first rows. */
export interface FilePreview {
  format: FormatName;
  encoding: EncodingName | null;
  delimiter: string | null;
  /** Path of the file that was looked at within its archive; null where the file is none. */
  member: string | null;
  /** In the order of the file, at most PREVIEW_COLUMNS; null: the format has none and needs no mapping. */
  columns: PreviewColumn[] | null;
  /** Columns beyond those listed. */
  columnsLeftOut: number;
  /** Rows the shares and samples are taken from, at most PREVIEW_ROWS_READ. */
  rowsRead: number;
  /** The first PREVIEW_ROWS rows; blank values are left out. */
  rows: PreviewValue[][];
  /** What is to be said about the file so far (no header, renamed columns, other sheets). */
  notices: RecordIssue[];
}

export const PREVIEW_VALUE_LENGTH = 300;
export const PREVIEW_ROWS = 10;
export const PREVIEW_ROWS_READ = 100;
export const PREVIEW_COLUMNS = 500;

export const SNIPPET_LENGTH = 120;
export const REJECT_RAW_LENGTH = 65_536;
export const DEFAULT_MAX_RECORD_LENGTH = 16 * 1024 * 1024;

/** Key in `metadata`, true when the title is the first line of the text and not a field of its own. */
export const TITLE_DERIVED_KEY = 'titleDerived';

/** Key in `metadata` with the path of the file within its archive. */
export const ARCHIVE_PATH_KEY = 'archivePath';

export function isTitleDerived(document: SourceDocument): boolean {
  return document.metadata[TITLE_DERIVED_KEY] === true;
}

/** A file that failed as a whole. `detected` names what an unsupported file really is. */
export class IngestionError extends Error {
  override readonly name = 'IngestionError';

  constructor(
    readonly code: ImportCode,
    message: string,
    readonly detected: DetectedFormat | null = null,
  ) {
    super(message);
  }
}
