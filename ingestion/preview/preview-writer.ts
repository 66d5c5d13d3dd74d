import type { ParsedItem } from '@/ingestion/document/draft-record';
import { PreviewColumns } from '@/ingestion/preview/preview-columns';
import { cutWhole } from '@/ingestion/source/snippet';
import type { ImportDecoder } from '@/ingestion/source/text-decoder';
import {
  type FilePreview,
  type FormatName,
  type JsonObject,
  PREVIEW_ROWS,
  PREVIEW_ROWS_READ,
  PREVIEW_VALUE_LENGTH,
  type PreviewValue,
  type RecordIssue,
} from '@/ingestion/types';

const FORMATS_WITH_COLUMNS: ReadonlySet<FormatName> = new Set([
  'csv',
  'tsv',
  'json',
  'jsonl',
  'xlsx',
  'ods',
  'parquet',
]);
const MAX_NOTICES = 50;

/** Gathers the first records of a file and gives one preview as soon as it has seen enough. */
export class PreviewWriter {
  private columns = new PreviewColumns(null);
  private delimiter: string | null = null;
  private rowsRead = 0;
  private readonly rows: PreviewValue[][] = [];
  private readonly notices: RecordIssue[] = [];

  constructor(
    /** null for a format that is not text. */
    private readonly decoder: ImportDecoder | null,
    private readonly format: FormatName,
  ) {}

  *start(delimiter: string | null, columns: string[] | null): Generator<FilePreview> {
    this.delimiter = delimiter;
    this.columns = new PreviewColumns(columns);
    if (!this.hasColumns) yield this.preview();
  }

  *of(items: Iterable<ParsedItem>): Generator<FilePreview> {
    for (const item of items) {
      if (item.kind === 'header') yield* this.start(item.delimiter, item.columns);
      else if (item.kind === 'notice') this.note(item.issue);
      else if (item.kind === 'record') this.take(item.metadata);
      if (this.rowsRead < PREVIEW_ROWS_READ) continue;
      yield this.preview();
      return;
    }
  }

  *finish(): Generator<FilePreview> {
    yield this.preview();
  }

  private get hasColumns(): boolean {
    return FORMATS_WITH_COLUMNS.has(this.format);
  }

  private note(issue: RecordIssue): void {
    if (this.notices.length < MAX_NOTICES) this.notices.push(issue);
  }

  private take(record: JsonObject): void {
    const values = this.columns.take(record);
    this.rowsRead += 1;
    if (this.rows.length < PREVIEW_ROWS) this.rows.push(values.map(shortened));
  }

  private preview(): FilePreview {
    const { format, delimiter, rowsRead, rows, notices } = this;
    const encoding = this.decoder?.state.encoding ?? null;
    const columns = this.hasColumns ? this.columns.describe(this.rowsRead) : null;
    return {
      format,
      encoding,
      delimiter,
      member: null,
      columns,
      columnsLeftOut: this.columns.leftOut,
      rowsRead,
      rows,
      notices,
    };
  }
}

function shortened({ name, text }: { name: string; text: string }): PreviewValue {
  return { name, value: cutWhole(text, PREVIEW_VALUE_LENGTH), isShortened: text.length > PREVIEW_VALUE_LENGTH };
}
