import type { giveUpBatch, PayloadOf } from '@/jobs/definitions';
import { storeScores } from '@/jobs/scoring/score-batch';
import type { JobHandler } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { findRunOfBatch, findUnscoredTexts } from '@/prisma/queries/scores';

/** A batch whose every try ended without a result: its documents are told as failed instead of pending for ever. */
export const giveUpBatchHandler: JobHandler<PayloadOf<typeof giveUpBatch>> = async (job) => {
  const run = await findRunOfBatch(getPool(), job.payload);
  if (!run || run.status === 'CANCELLED') return;
  const documents = await findUnscoredTexts(getPool(), job.payload, job.payload.documentIds);
  const scores = documents.map(({ id }) => ({
    documentId: id,
    rawScore: null,
    failureCode: 'GAVE_UP',
    tokensTotal: 0,
    tokensRead: 0,
    windows: 1,
    isTruncated: false,
    precision: 'none',
    provider: 'none',
  }));
  await storeScores(job, { scores, computeMs: 0, modelRevisionId: null });
};
