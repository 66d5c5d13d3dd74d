import { IMPORT_CODES } from '@/ingestion/import-codes';
import type { ImportDocument, ImportRejected, ImportWarning, RecordIssue, SourceDocument } from '@/ingestion/types';
import type { NewIssue } from '@/prisma/queries/imports';

/** The first batches are small, so that a ranking shows at once; later ones are as large as pays. */
const FIRST_BATCH = 100;
const LARGEST_BATCH = 500;
const MOST_CHARS = 4_000_000;
const LONGEST_WAIT_MS = 2_000;

/** More than anyone reads; beyond this only the counters go on, so that a broken file cannot fill the database. */
export const MOST_ISSUES_KEPT = 10_000;

type RecordEvent = ImportDocument | ImportRejected;

/** Consecutive events of a file that are stored together. A batch always ends with a record, never between. */
export class ImportBatch {
  readonly documents: { readonly document: SourceDocument; readonly recordNumber: number }[] = [];
  readonly issues: NewIssue[] = [];
  rejected = 0;
  issueCount = 0;
  private chars = 0;
  private startedAt = 0;

  constructor(
    /** Records and issues of the file that were stored before. */
    private readonly before: { readonly records: number; readonly issues: number },
  ) {}

  /** An empty batch that goes on where this one ends. */
  next(): ImportBatch {
    const { records, issues } = this.before;
    return new ImportBatch({ records: records + this.records, issues: issues + this.issueCount });
  }

  get records(): number {
    return this.documents.length + this.rejected;
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
    if (event.type === 'rejected') {
      this.rejected += 1;
      this.addIssue(event.issue, 'REJECTED');
      return;
    }
    const { document } = event;
    this.documents.push({ document, recordNumber: this.before.records + this.records + 1 });
    this.chars += document.text.length + (document.title?.length ?? 0);
    for (const warning of document.warnings) this.addIssue(warning);
  }

  addWarning({ issue }: ImportWarning): void {
    this.addIssue(issue);
  }

  addIssue(issue: RecordIssue, severity = severityOf(issue)): void {
    const position = this.before.issues + this.issueCount;
    this.issueCount += 1;
    if (position >= MOST_ISSUES_KEPT) return;
    const { line, field = null, code, message, snippet } = issue;
    this.issues.push({ position, severity, line: line > 0 ? line : null, field, code, message, snippet });
  }
}

function severityOf({ code }: RecordIssue): NewIssue['severity'] {
  const { severity } = IMPORT_CODES[code];
  if (severity === 'reject') return 'REJECTED';
  return severity === 'repair' ? 'REPAIRED' : 'WARNING';
}
