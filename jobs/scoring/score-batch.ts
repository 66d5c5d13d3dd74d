import { randomUUID } from 'node:crypto';
import type { TextResult } from '@/inference/results';
import { type PayloadOf, scoreBatch } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { toRecalibrateScore } from '@/jobs/recalibration/recalibrated-score';
import { completeRun } from '@/jobs/scoring/complete-runs';
import type { EngineKeeper, OpenEngine } from '@/jobs/scoring/engine-keeper';
import { scoredText } from '@/jobs/scoring/scored-text';
import { GivenBack, type JobHandler, type RunningJob } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { holdScoreMap } from '@/prisma/queries/recalibrations';
import { countScores, findRunOfBatch, findUnscoredTexts, insertScores, type NewScore } from '@/prisma/queries/scores';
import { addToRun, findUnscoredOf, openRunOfModel } from '@/prisma/queries/scoring-runs';

type Batch = PayloadOf<typeof scoreBatch>;

/**
 * Scores a batch. Whatever dies when: scores, documents, counters and the job's completion commit together or not at
 * all, a document that has its score in the run is neither loaded nor written again.
 */
export function createScoreBatchHandler(engines: EngineKeeper): JobHandler<Batch> {
  return async (job) => {
    const { payload } = job;
    const run = await findRunOfBatch(getPool(), payload);
    if (!run || run.status === 'CANCELLED') return;
    const engine = await engines.open();
    if (run.modelRevisionId && run.modelRevisionId !== engine.modelRevisionId) return readdress(job, engine);

    const documents = await findUnscoredTexts(getPool(), payload, payload.documentIds);
    const { results, computeMs } = await engine.score(documents.map(scoredText), run);
    const scores = documents.flatMap(({ id }, index) => {
      const result = results[index];
      return result ? [toRawScore(id, result, engine)] : [];
    });
    await storeScores(job, { scores, computeMs, modelRevisionId: engine.modelRevisionId });
  };
}

/** A score as the model gave it. */
type RawScore = Omit<NewScore, 'calibratedScore'>;

export interface BatchResult {
  readonly scores: readonly RawScore[];
  readonly computeMs: number;
  /** Null for scores that no model gave: the failures of a batch that was given up. */
  readonly modelRevisionId: string | null;
}

export async function storeScores(job: RunningJob<Batch>, result: BatchResult): Promise<void> {
  const { payload } = job;
  await inBulkTransaction(async (tx) => {
    await job.completeIn(tx);
    const recalibrateScore = toRecalibrateScore(await holdScoreMap(tx, payload.projectId));
    const scores = result.scores.map((score) => ({
      ...score,
      calibratedScore: recalibrateScore(score.rawScore, result.modelRevisionId),
    }));
    const stored = await insertScores(tx, payload, randomUUID(), scores);
    // A document that an undo has taken out, or that another batch has scored, is not waited for any more.
    const unsettled = payload.documentIds.length - stored.scored - stored.failed;
    if (unsettled > 0) await addToRun(tx, payload, -unsettled);
    const counted = await countScores(tx, payload, { ...stored, ...result });
    if (!counted) throw new GivenBack('The run was cancelled or became another model’s while its batch was computed.');
    if (counted.isLast) await completeRun(tx, payload);
    await publish(tx, { projectId: payload.projectId, topic: 'SCORING' });
  });
}

/** All scores of a run are one model's: a batch of another model's run moves to a run of this worker's. */
async function readdress(job: RunningJob<Batch>, { modelRevisionId }: OpenEngine): Promise<void> {
  const { projectId, documentIds } = job.payload;
  await inBulkTransaction(async (tx) => {
    await lockProjectDocuments(tx, projectId);
    const target = { projectId, runId: await openRunOfModel(tx, job.payload, modelRevisionId) };
    const leaving = await findUnscoredOf(tx, job.payload, documentIds);
    const joining = await findUnscoredOf(tx, target, leaving);
    await addToRun(tx, job.payload, -documentIds.length);
    await addToRun(tx, target, joining.length);
    if (joining.length > 0) await enqueue(scoreBatch, { ...target, documentIds: joining }, { tx });
    await completeRun(tx, job.payload);
    await job.completeIn(tx);
    await publish(tx, { projectId, topic: 'SCORING' });
  });
}

function toRawScore(documentId: string, result: TextResult, engine: OpenEngine): RawScore {
  const { precision, provider } = engine;
  if (result.status === 'failed') {
    const { code, tokensTotal } = result;
    return { documentId, rawScore: null, failureCode: code, ...unread(tokensTotal ?? 0), precision, provider };
  }
  const { score, tokensTotal, tokensRead, windows, isTruncated } = result;
  const tokens = { tokensTotal, tokensRead, windows, isTruncated };
  return { documentId, rawScore: score, failureCode: null, ...tokens, precision, provider };
}

function unread(tokensTotal: number) {
  return { tokensTotal, tokensRead: 0, windows: 1, isTruncated: false };
}
