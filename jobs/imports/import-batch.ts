import { IMPORT_CODES } from '@/ingestion/import-codes';
import { snippetOf } from '@/ingestion/source/snippet';
import type {
  ImportCode,
  ImportDocument,
  ImportRejected,
  ImportWarning,
  RecordIssue,
  SourceDocument,
} from '@/ingestion/types';
import { type LabelChoice, readLabel } from '@/jobs/imports/label-values';
import type { CodeCount, NewIssue } from '@/prisma/queries/imports';

/** The first batches are small, so that a ranking shows at once; later ones are as large as pays. */
const FIRST_BATCH = 100;
const LARGEST_BATCH = 500;
const MOST_CHARS = 4_000_000;
const LONGEST_WAIT_MS = 2_000;

/** More than anyone reads; beyond this only the counters go on, so that a broken file cannot fill the database. */
export const MOST_ISSUES_KEPT = 10_000;

type RecordEvent = ImportDocument | ImportRejected;

/** What another review says of a record, for whichever document stands for it. */
export interface RecordLabel {
  readonly value: number;
  readonly raw: string;
}

export interface BatchDocument {
  readonly document: SourceDocument;
  readonly recordNumber: number;
  readonly label: RecordLabel | null;
}

/** Consecutive events of a file that are stored together. A batch always ends with a record, never between. */
export class ImportBatch {
  readonly documents: BatchDocument[] = [];
  readonly issues: NewIssue[] = [];
  readonly rejects: ImportRejected[] = [];
  issueCount = 0;
  bytesRead = 0;
  private readonly counts = new Map<string, number>();
  private chars = 0;
  private startedAt = 0;

  constructor(
    /** Records and issues of the file that were stored before. */
    private readonly before: { readonly records: number; readonly issues: number },
    /** The column of labels, and how its values are read; null where the file has none. */
    private readonly label: LabelChoice | null = null,
    /** That the file is read in; null where that is not known or not text. */
    private readonly encoding: string | null = null,
  ) {}

  /** An empty batch that goes on where this one ends. */
  next(): ImportBatch {
    const { records, issues } = this.before;
    const before = { records: records + this.records, issues: issues + this.issueCount };
    return new ImportBatch(before, this.label, this.encoding);
  }

  /** The same, empty batch for a file whose encoding has become known. */
  in(encoding: string | null): ImportBatch {
    return new ImportBatch(this.before, this.label, encoding);
  }

  get records(): number {
    return this.documents.length + this.rejects.length;
  }

  /** Nothing of the file was stored before. */
  get isFirst(): boolean {
    return this.before.records === 0;
  }

  get isEmpty(): boolean {
    return this.records === 0 && this.issueCount === 0;
  }

  get isFull(): boolean {
    const limit = this.before.records === 0 ? FIRST_BATCH : LARGEST_BATCH;
    if (this.records >= limit || this.chars >= MOST_CHARS) return true;
    return this.records > 0 && performance.now() - this.startedAt > LONGEST_WAIT_MS;
  }

  addRecord(event: RecordEvent): void {
    if (this.records === 0) this.startedAt = performance.now();
    this.bytesRead = event.bytesRead ?? 0;
    if (event.type === 'rejected') {
      this.rejects.push(event);
      this.chars += event.raw.length;
      this.addIssue(event.issue, 'REJECTED');
      return;
    }
    const { document } = event;
    const label = this.readLabelOf(document);
    this.documents.push({ document, recordNumber: this.before.records + this.records + 1, label });
    this.chars += document.text.length + (document.title?.length ?? 0);
    for (const warning of document.warnings) this.addIssue(warning);
  }

  /** A duplicate whose label is not that of the document it repeats. */
  addLabelConflict({ document, label }: BatchDocument, kept: number): void {
    const message = `This record repeats a document that is labelled ${kept} by the same source; that label stays.`;
    this.addLabelIssue('LABEL_CONFLICT', document, message, label?.raw ?? '');
  }

  addWarning({ issue }: ImportWarning): void {
    this.addIssue(issue);
  }

  private readLabelOf(document: SourceDocument): RecordLabel | null {
    if (!this.label || document.label === null) return null;
    const raw = snippetOf(document.label);
    const value = readLabel(document.label, this.label.kind);
    if (typeof value === 'number') return { value, raw };
    if (value === null) this.addLabelIssue('UNREADABLE_LABEL', document, UNREADABLE[this.label.kind], raw);
    return null;
  }

  private addLabelIssue(code: ImportCode, { line }: SourceDocument, message: string, raw: string): void {
    const field = this.label?.column;
    this.addIssue({ line, code, message, snippet: raw, ...(field ? { field } : {}) });
  }

  addIssue(issue: RecordIssue, severity = severityOf(issue)): void {
    const position = this.before.issues + this.issueCount;
    this.issueCount += 1;
    const kind = `${severity} ${issue.code}`;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (position >= MOST_ISSUES_KEPT) return;
    const { line, file = null, field = null, code, message, snippet } = issue;
    const place = { file, encoding: this.encoding, line: line > 0 ? line : null, field };
    this.issues.push({ position, severity, ...place, code, message, snippet });
  }

  /** All its issues by code, whether or not each is kept. */
  get codeCounts(): CodeCount[] {
    return [...this.counts].map(([kind, count]) => {
      const [severity, code = ''] = kind.split(' ');
      return { severity: severity as NewIssue['severity'], code, count };
    });
  }
}

const UNREADABLE: Readonly<Record<LabelChoice['kind'], string>> = {
  BINARY: 'The label says neither included nor excluded; the document has none from this source.',
  SCALE: 'The label is no number from 1 to 5; the document has none from this source.',
};

function severityOf({ code }: RecordIssue): NewIssue['severity'] {
  const { severity } = IMPORT_CODES[code];
  if (severity === 'reject') return 'REJECTED';
  return severity === 'repair' ? 'REPAIRED' : 'WARNING';
}
