import { importFile } from '@/jobs/definitions';
import { finishImportIn, type ImportWork, Superseded } from '@/jobs/imports/import-work';
import { enqueue } from '@/jobs/queue';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import {
  addCodeCounts,
  addToImport,
  claimFile,
  insertImportIssues,
  requeueImport,
  type SameFile,
} from '@/prisma/queries/imports';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';

/** How long an import waits for an earlier one of the same bytes before it looks again. */
const LOOK_AGAIN_SECONDS = 2;

/**
 * The same bytes are in the project already: the import adds nothing, counts every record as a duplicate and says so.
 * While the earlier import is under way this one waits behind it. False when the file is new here; others of the same
 * bytes then wait for this one.
 */
export async function settleSameFile(work: ImportWork, sha256: string): Promise<boolean> {
  // An attempt that has stored records has passed this question before.
  if (work.run.readCount > 0) return false;
  const { projectId, importRunId, job } = work;
  return inBulkTransaction(async (tx) => {
    await lockProjectDocuments(tx, projectId);
    const same = await claimFile(tx, { projectId, importRunId, sha256 });
    if (!same) return false;
    if (same.isUnderway) {
      if (!(await requeueImport(tx, work))) throw new Superseded('A newer attempt has taken the import over.');
      await job.completeIn(tx);
      await enqueue(importFile, job.payload, { tx, startAfterSeconds: LOOK_AGAIN_SECONDS });
      return true;
    }
    const read = same.readCount;
    const counts = { read, accepted: 0, repaired: 0, rejected: 0, duplicates: read };
    const tally = { ...counts, issues: 1, restored: 0, bytesRead: 0 };
    if (!(await addToImport(tx, work, tally))) throw new Superseded('A newer attempt has taken the import over.');
    const issue = issueFor(same);
    await insertImportIssues(tx, importRunId, [issue]);
    await addCodeCounts(tx, importRunId, [{ severity: issue.severity, code: issue.code, count: 1 }]);
    await finishImportIn(tx, work, { status: 'COMPLETED' });
    return true;
  });
}

function issueFor({ fileName, readCount }: SameFile) {
  const records = readCount === 1 ? 'Its record is' : `Its ${readCount} records are`;
  return {
    position: 0,
    severity: 'WARNING' as const,
    file: null,
    encoding: null,
    line: null,
    field: null,
    code: 'SAME_FILE',
    message: `This file is the same, byte for byte, as “${fileName}”, which is in this project. ${records} not stored again.`,
    snippet: '',
  };
}
