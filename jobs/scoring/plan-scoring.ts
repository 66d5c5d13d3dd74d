import { type PayloadOf, planScoring, scoreBatch } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { completeRun } from '@/jobs/scoring/complete-runs';
import { cutBatches } from '@/jobs/scoring/cut-batches';
import type { JobHandler } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { findRunOfBatch } from '@/prisma/queries/scores';
import { addToRun, countDocumentsOfRun, findDocumentsOfRun } from '@/prisma/queries/scoring-runs';

const DOCUMENTS_A_PAGE = 5_000;

/**
 * Cuts a page of a run's documents into batches and leaves the next page to the next job, all in one transaction: a
 * planner that dies is taken up at the page it had not finished.
 */
export const planScoringHandler: JobHandler<PayloadOf<typeof planScoring>> = async (job) => {
  const { projectId, afterDocumentId } = job.payload;
  const run = await findRunOfBatch(getPool(), job.payload);
  if (run?.status !== 'RUNNING') return;
  await inBulkTransaction(async (tx) => {
    const counted =
      afterDocumentId === null ? await countDocumentsOfRun(tx, job.payload) : (job.payload.leftToPlan ?? 0);
    if (afterDocumentId === null) await addToRun(tx, job.payload, counted);
    const page = { afterId: afterDocumentId, take: DOCUMENTS_A_PAGE };
    const documents = (await findDocumentsOfRun(tx, job.payload, page)) ?? [];
    const batches = cutBatches(documents, run);
    await enqueue(
      scoreBatch,
      batches.map((documentIds) => ({ projectId, runId: job.payload.runId, documentIds })),
      { tx },
    );
    const last = documents.at(-1);
    const leftToPlan = counted - documents.length;
    if (last && documents.length === DOCUMENTS_A_PAGE) {
      await enqueue(planScoring, { ...job.payload, afterDocumentId: last.id, leftToPlan }, { tx });
    } else {
      // What was counted and is gone by its page (an import undone, two documents joined) is not waited for.
      if (leftToPlan !== 0) await addToRun(tx, job.payload, -leftToPlan);
      await completeRun(tx, job.payload);
    }
    await job.completeIn(tx);
    await publish(tx, { projectId, topic: 'SCORING' });
  });
};
