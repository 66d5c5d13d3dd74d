import type { Transaction } from '@/jobs/boss-database';
import { scoreBatch } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import { addToRun, findUnscoredOf, openRunForImport } from '@/prisma/queries/scoring-runs';

/** As many as one call of the engine takes; their lengths are not looked at, as they are few. */
const DOCUMENTS_A_BATCH = 16;

/**
 * Documents that have become the first of their group are scored, those that have no score in the newest run. Call it
 * under lockProjectDocuments, with the documents already first.
 */
export async function queueScoring(tx: Transaction, projectId: string, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return;
  const run = await openRunForImport(tx, projectId);
  const unscored = await findUnscoredOf(tx, { projectId, runId: run.id }, documentIds);
  const batches = Array.from({ length: Math.ceil(unscored.length / DOCUMENTS_A_BATCH) }, (_, index) => ({
    projectId,
    runId: run.id,
    documentIds: unscored.slice(index * DOCUMENTS_A_BATCH, (index + 1) * DOCUMENTS_A_BATCH),
  }));
  await enqueue(scoreBatch, batches, { tx });
  if (unscored.length > 0) await addToRun(tx, { projectId, runId: run.id }, unscored.length);
}
