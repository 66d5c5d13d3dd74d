import type { Context } from '@/graphql/context';
import { requireLoaded } from '@/graphql/require-loaded';
import type { DocumentRow } from '@/graphql/rows';
import type { SentencesKey } from '@/prisma/queries/sentence-scores';

export interface ScoreInForce {
  readonly key: SentencesKey;
  /** What it has read, where that was only the beginning of the text. */
  readonly tokensRead: number | null;
}

/** The model's score that sentences stand beside; null while the document has none. */
export async function scoreInForce(context: Context, { projectId, id }: DocumentRow): Promise<ScoreInForce | null> {
  const score = await context.loaders.score.load({ projectId, documentId: id });
  if (!score || score.rawScore === null) return null;
  const { modelRevisionId } = await requireLoaded(context.loaders.scoringRun.load(score.runId), 'scoring run');
  if (!modelRevisionId) return null;
  return {
    key: { projectId, documentId: id, modelRevisionId },
    tokensRead: score.isTruncated ? score.tokensRead : null,
  };
}
