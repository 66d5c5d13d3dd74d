import { v7 as uuidv7 } from 'uuid';
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
  readonly id: string;
  readonly document: SourceDocument;
  readonly recordNumber: number;
  readonly label: RecordLabel | null;
}

/** Consecutive events of a file that are stored together. A batch always ends with a record, never between. */
export class ImportBatch {
  readonly documents: BatchDocument[] = [];
  readonly rejects: ImportRejected[] = [];
  issueCount = 0;
  bytesRead = 0;
  /** Of its titles, texts and rejected records, in UTF-16 code units. */
  chars = 0;
  private readonly issues: Omit<NewIssue, 'position'>[] = [];
  private readonly counts = new Map<string, number>();
  private startedAt = 0;

  constructor(
    /** Records of the file that come before it. */
    readonly recordsBefore: number,
    /** The column of labels, and how its values are read; null where the file has none. */
    private readonly label: LabelChoice | null = null,
    /** That the file is read in; null where that is not known or not text. */
    private readonly encoding: string | null = null,
  ) {}

  /** An empty batch that goes on where this one ends. */
  next(): ImportBatch {
    return new ImportBatch(this.recordsBefore + this.records, this.label, this.encoding);
  }

  /** The same, empty batch for a file whose encoding has become known. */
  in(encoding: string | null): ImportBatch {
    return new ImportBatch(this.recordsBefore, this.label, encoding);
  }

  get records(): number {
    return this.documents.length + this.rejects.length;
  }

  /** It begins the file. */
  get isFirst(): boolean {
    return this.recordsBefore === 0;
  }

  get isEmpty(): boolean {
    return this.records === 0 && this.issueCount === 0;
  }

  get isFull(): boolean {
    const limit = this.isFirst ? FIRST_BATCH : LARGEST_BATCH;
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
    const recordNumber = this.recordsBefore + this.records + 1;
    this.documents.push({ id: uuidv7(), document, recordNumber, label });
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
    this.issueCount += 1;
    const kind = `${severity} ${issue.code}`;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (this.issues.length >= MOST_ISSUES_KEPT) return;
    const { line, file = null, field = null, code, message, snippet } = issue;
    const place = { file, encoding: this.encoding, line: line > 0 ? line : null, field };
    this.issues.push({ severity, ...place, code, message, snippet });
  }

  /** Its issues that are kept, behind the ones of the file that come before it. */
  issuesAfter(issuesBefore: number): NewIssue[] {
    const kept = this.issues.slice(0, Math.max(0, MOST_ISSUES_KEPT - issuesBefore));
    return kept.map((issue, index) => ({ position: issuesBefore + index, ...issue }));
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
