import type { PayloadOf, rerankProject } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { type RecalibrateScore, toRecalibrateScore } from '@/jobs/recalibration/recalibrated-score';
import { GivenBack, type JobHandler } from '@/jobs/worker/running-job';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import {
  findScoreMap,
  holdRerank,
  holdScoredPage,
  noteRerank,
  type ScoredRow,
  writeCalibratedScores,
} from '@/prisma/queries/recalibrations';

/** About a tenth of a second of row locks, so that scoring and reviewing hardly wait. */
const DOCUMENTS_A_PAGE = 2_000;

/**
 * Gives every scored document of a project its score under a recalibration, or none. A page is a transaction and only
 * rows that differ are written, so a try after a killed one walks the project again and rewrites nothing; a newer rerank
 * ends this one between two pages.
 */
export const rerankProjectHandler: JobHandler<PayloadOf<typeof rerankProject>> = async (job) => {
  let afterId: string | null = null;
  let doneCount = 0;
  for (;;) {
    if (job.signal.aborted) throw new GivenBack('The worker is stopping; the rerank begins again elsewhere.');
    const page = await rerankPage(job.payload, { afterId, doneCount });
    if (!page) return;
    ({ lastId: afterId, doneCount } = page);
  }
};

type Rerank = PayloadOf<typeof rerankProject>;

/** Null once there is nothing more to do: the last page, or a newer rerank has taken over. */
function rerankPage(
  rerank: Rerank,
  { afterId, doneCount }: { readonly afterId: string | null; readonly doneCount: number },
): Promise<{ lastId: string; doneCount: number } | null> {
  const { projectId } = rerank;
  return inBulkTransaction(async (tx) => {
    const run = await holdRerank(tx, rerank);
    if (!run) return null;
    const scoreMap = run.recalibrationId ? await findScoreMap(tx, projectId, run.recalibrationId) : null;
    const rows = await holdScoredPage(tx, projectId, afterId, DOCUMENTS_A_PAGE);
    await writeCalibratedScores(tx, projectId, changesOf(rows, toRecalibrateScore(scoreMap)));
    const isLast = rows.length < DOCUMENTS_A_PAGE;
    const done = doneCount + rows.length;
    await noteRerank(tx, rerank, { doneCount: done, isLast });
    await publish(tx, { projectId, topic: 'CALIBRATION' });
    const last = rows.at(-1);
    return isLast || !last ? null : { lastId: last.id, doneCount: done };
  });
}

function changesOf(rows: readonly ScoredRow[], recalibrateScore: RecalibrateScore) {
  return rows.flatMap(({ id, rawScore, calibratedScore, modelRevisionId }) => {
    const score = recalibrateScore(rawScore, modelRevisionId);
    return score === calibratedScore ? [] : [{ id, calibratedScore: score }];
  });
}
