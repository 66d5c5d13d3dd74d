import type { PayloadOf, undoImport } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import type { FileStore } from '@/jobs/file-store';
import { queueScoring } from '@/jobs/queue-scoring';
import { rejectsKey } from '@/jobs/rejects-file';
import { completeRuns } from '@/jobs/scoring/complete-runs';
import { GivenBack, type JobHandler, type RunningJob } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { deleteLabelsOfImport, passOnLabels } from '@/prisma/queries/reference-labels';
import {
  endUndo,
  findStoredFile,
  followHeir,
  lockDocumentsToRemove,
  lockUndo,
  nameHeirs,
  removeDocuments,
} from '@/prisma/queries/undo-import';

type Undo = PayloadOf<typeof undoImport>;

/** What one transaction holds: a few tenths of a second, in which the project takes no other documents. */
const AT_ONCE = {
  documents: 500,
  /** Of a work that very many records repeat, so many are led to their new first. */
  followers: 5_000,
};

/**
 * Takes an import out again, a bounded transaction after the other. Each leaves the project whole (groups have a first
 * that is scored or queued, counters are right), so that a killed worker's successor just goes on.
 */
export function createUndoImportHandler(files: FileStore, atOnce = AT_ONCE): JobHandler<Undo> {
  return async (job) => {
    while (await removeSome(job, atOnce)) {
      if (job.signal.aborted) throw new GivenBack('The worker is stopping; the undo goes on from here.');
    }
    await removeFiles(files, job.payload.importRunId);
    await inBulkTransaction(async (tx) => {
      await job.completeIn(tx);
      if (!(await lockUndo(tx, job.payload))) return;
      await deleteLabelsOfImport(tx, job.payload.projectId, job.payload.importRunId);
      await endUndo(tx, job.payload);
      await completeRuns(tx, job.payload.projectId);
      await publish(tx, { projectId: job.payload.projectId, topic: 'IMPORT' });
    });
  };
}

/** False when nothing is left that may go. */
function removeSome({ payload }: RunningJob<Undo>, atOnce: typeof AT_ONCE): Promise<boolean> {
  const { projectId } = payload;
  return inBulkTransaction(async (tx) => {
    await lockProjectDocuments(tx, projectId);
    if (!(await lockUndo(tx, payload))) return false;
    const documentIds = await lockDocumentsToRemove(tx, payload, atOnce.documents);
    if (documentIds.length === 0) return false;
    const heirs = await nameHeirs(tx, payload, documentIds);
    await passOnLabels(tx, payload, heirs);
    const stillRepeated = new Set<string>();
    for (const heir of heirs) {
      if (!(await followHeir(tx, payload, heir, atOnce.followers))) stillRepeated.add(heir.oldId);
    }
    await removeDocuments(
      tx,
      payload,
      documentIds.filter((id) => !stillRepeated.has(id)),
    );
    await queueScoring(
      tx,
      projectId,
      heirs.map(({ heirId }) => heirId),
    );
    for (const topic of ['IMPORT', 'SCORING'] as const) await publish(tx, { projectId, topic });
    return true;
  });
}

async function removeFiles(files: FileStore, importRunId: string): Promise<void> {
  await files.remove(rejectsKey(importRunId));
  const uploaded = await findStoredFile(getPool(), importRunId);
  if (uploaded) await files.remove(uploaded);
}
