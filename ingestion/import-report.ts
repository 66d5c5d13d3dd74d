import { IMPORT_CODES, isRepair } from '@/ingestion/import-codes';
import { SeenKeys } from '@/ingestion/seen-keys';
import {
  type EncodingName,
  type FormatName,
  type ImportCode,
  type ImportEvent,
  IngestionError,
  type RecordIssue,
} from '@/ingestion/types';

/** What became of one file, as `winnow ingest --check` prints it. */
export interface ImportReport {
  file: string;
  format: FormatName | null;
  encoding: EncodingName | null;
  /** read = accepted + repaired + rejected + duplicates. */
  read: number;
  /** Documents without a repair, each work once. */
  accepted: number;
  /** Documents with a repair, each work once. */
  repaired: number;
  rejected: number;
  /** Documents whose work the file has already shown (`dedupKey`), whether repaired or not. */
  duplicates: number;
  /** In the order of the file, at most `maxIssues`. */
  issues: Array<RecordIssue & { severity: (typeof IMPORT_CODES)[ImportCode]['severity'] }>;
  /** How many issues were found beyond those listed. */
  issuesLeftOut: number;
  /** Only when the file as a whole failed; the counts then say how far it came. */
  code?: ImportCode;
  message?: string;
}

const DEFAULT_MAX_ISSUES = 1_000;

/**
 * Reads events to their end and accounts for every record.
 *
 * @param events  Of one file. An IngestionError among them becomes `code` and `message`; any other error is thrown.
 */
export async function reportOn(
  file: string,
  events: AsyncIterable<ImportEvent>,
  maxIssues = DEFAULT_MAX_ISSUES,
): Promise<ImportReport> {
  const tally = new Tally(file, maxIssues);
  try {
    for await (const event of events) tally.take(event);
  } catch (error) {
    if (!(error instanceof IngestionError)) throw error;
    return { ...tally.report, code: error.code, message: error.message };
  }
  return tally.report;
}

class Tally {
  readonly report: ImportReport;
  private readonly seen = new SeenKeys();

  constructor(
    file: string,
    private readonly maxIssues: number,
  ) {
    const counts = { read: 0, accepted: 0, repaired: 0, rejected: 0, duplicates: 0 };
    this.report = { file, format: null, encoding: null, ...counts, issues: [], issuesLeftOut: 0 };
  }

  take(event: ImportEvent): void {
    const { report } = this;
    if (event.type === 'started') report.format = event.format;
    if (event.type === 'started' || event.type === 'finished') report.encoding = event.encoding;
    if (event.type === 'warning' || event.type === 'rejected') this.list(event.issue);
    if (event.type !== 'document' && event.type !== 'rejected') return;
    report.read += 1;
    if (event.type === 'rejected') {
      report.rejected += 1;
      return;
    }
    const { dedupKey, warnings } = event.document;
    for (const issue of warnings) this.list(issue);
    if (!this.seen.add(dedupKey)) report.duplicates += 1;
    else if (warnings.some(({ code }) => isRepair(code))) report.repaired += 1;
    else report.accepted += 1;
  }

  private list(issue: RecordIssue): void {
    const { issues } = this.report;
    if (issues.length < this.maxIssues) issues.push({ ...issue, severity: IMPORT_CODES[issue.code].severity });
    else this.report.issuesLeftOut += 1;
  }
}
