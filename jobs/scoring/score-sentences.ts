import { createHash } from 'node:crypto';
import type { FailedText } from '@/inference/results';
import type { ScoredSentences } from '@/inference/sentences/score-sentences';
import type { giveUpSentences, PayloadOf, scoreSentences } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import type { EngineKeeper } from '@/jobs/scoring/engine-keeper';
import { scoredText } from '@/jobs/scoring/scored-text';
import type { JobHandler, RunningJob } from '@/jobs/worker/running-job';
import { getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { findRequestedText, finishSentences, type SentencesOutcome } from '@/prisma/queries/sentence-scores';

type Sentences = PayloadOf<typeof scoreSentences>;

/**
 * Scores the sentences of a document that somebody waits for, by the model that has scored the document: the scores of
 * another would stand beside a number that they have nothing to do with.
 */
export function createScoreSentencesHandler(engines: EngineKeeper): JobHandler<Sentences> {
  return async (job) => {
    const found = await findRequestedText(getPool(), job.payload);
    if (!found) return;
    const engine = await engines.open();
    if (engine.modelRevisionId !== job.payload.modelRevisionId) return finish(job, failed('OTHER_MODEL'));
    const { text, tokensRead } = found;
    const whole = scoredText(found);
    const before = whole.slice(0, whole.length - text.length);
    const result = await engine.scoreSentences(text, { tokensRead, before, signal: job.signal });
    await finish(job, toOutcome(result, text));
  };
}

/** Every try ended without a result: whoever waits is told so, and may ask again. */
export const giveUpSentencesHandler: JobHandler<PayloadOf<typeof giveUpSentences>> = (job) =>
  finish(job, failed('GAVE_UP'));

async function finish(job: RunningJob<Sentences>, outcome: SentencesOutcome): Promise<void> {
  await inBulkTransaction(async (tx) => {
    await job.completeIn(tx);
    await finishSentences(tx, job.payload, outcome);
    await publish(tx, { projectId: job.payload.projectId, topic: 'SENTENCES' });
  });
}

function toOutcome(result: ScoredSentences | FailedText, text: string): SentencesOutcome {
  if (result.status === 'failed') return failed(result.code);
  return {
    failureCode: null,
    textHash: createHash('sha256').update(text).digest('hex'),
    boundaries: result.sentences.flatMap(({ start, end }) => [start, end]),
    scores: result.sentences.map(({ score }) => score),
    limit: result.limit && LIMITS[result.limit],
  };
}

const LIMITS = { 'sentence-count': 'SENTENCE_COUNT', 'tokens-read': 'TOKENS_READ' } as const;

function failed(failureCode: string): SentencesOutcome {
  return { failureCode, textHash: '', boundaries: [], scores: [], limit: null };
}
