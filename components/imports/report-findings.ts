import { formatBytes, formatCount } from '@/components/ui/format-number';
import type { IssueSeverity, ReportSummaryFragment } from '@/graphql/generated/operations/graphql';

type Summary = Pick<ReportSummaryFragment, 'read' | 'encoding' | 'issueCount' | 'issueCounts' | 'rejects'>;

/** Issues that are kept one by one (jobs/imports/import-batch.ts). */
const MOST_LISTED = 10_000;
/** What is kept whole of a rejected record (ingestion/types.ts). */
const LONGEST_RAW_BYTES = 65_536;

/** What somebody should know of a file before reading its remarks one by one; what concerns most of it comes first. */
export function reportFindings(summary: Summary): string[] {
  const { read, encoding, issueCount, rejects } = summary;
  const count = (code: string) => countOf(summary, code);
  const findings: string[] = [];
  if (count('SAME_FILE') > 0)
    findings.push('The same file is in this project already; nothing of it was stored again.');
  if (count('TRUNCATED_FILE') > 0) findings.push('The file ends in the middle; records may be missing behind its end.');
  if (count('ENCODING_GUESSED') > 0) {
    findings.push(
      `The file is not UTF-8. It was read as ${encoding ?? 'another encoding'}: look at its accented letters.`,
    );
  }
  const replaced = count('INVALID_BYTES') + count('NUL_REMOVED') + count('LONE_SURROGATE');
  if (replaced > 0) findings.push(`Characters that are none were replaced ${times(replaced)}.`);
  if (count('MISSING_TEXT') > 0) findings.push(`${share(count('MISSING_TEXT'), read)} no abstract.`);
  if (rejects && rejects.cut > 0) {
    const most = formatBytes(LONGEST_RAW_BYTES);
    findings.push(`${records(rejects.cut)} longer than ${most} and cut in the file of rejected records.`);
  }
  if (rejects && rejects.leftOut > 0) {
    findings.push(`${records(rejects.leftOut)} beyond what is kept and not in the file of rejected records.`);
  }
  if (issueCount > MOST_LISTED) {
    findings.push(
      `The first ${formatCount(MOST_LISTED)} of ${formatCount(issueCount)} remarks are listed; all are counted.`,
    );
  }
  return findings;
}

/** How many remarks of each severity there are, those that are not listed counted. */
export function severityCounts({ issueCounts }: Pick<Summary, 'issueCounts'>): Record<IssueSeverity, number> {
  const counts = { REJECTED: 0, REPAIRED: 0, WARNING: 0 };
  for (const { severity, count } of issueCounts) counts[severity] += count;
  return counts;
}

function countOf({ issueCounts }: Summary, code: string): number {
  return issueCounts.reduce((sum, one) => (one.code === code ? sum + one.count : sum), 0);
}

/** "312 of 2,020 have" */
function share(part: number, whole: number): string {
  return `${formatCount(part)} of ${formatCount(whole)} ${part === 1 ? 'has' : 'have'}`;
}

function records(count: number): string {
  return count === 1 ? '1 rejected record is' : `${formatCount(count)} rejected records are`;
}

function times(count: number): string {
  return count === 1 ? 'in one place' : `in ${formatCount(count)} places`;
}
