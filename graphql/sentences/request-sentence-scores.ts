import { type Context, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { RequestSentenceScoresInput } from '@/graphql/generated/resolver-types';
import { keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { DocumentRow } from '@/graphql/rows';
import { scoreInForce } from '@/graphql/sentences/score-in-force';
import { scoreSentences } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { inTransaction } from '@/prisma/client';
import { countRequested, markRequested } from '@/prisma/queries/sentence-scores';

/** Documents of a project that may wait at once: they go before the scoring of collections, which must go on. */
const MOST_WAITING = 50;

/** A cache is filled and nothing is decided, so that there is no audit event. */
export async function requestSentenceScores(
  context: Context,
  input: RequestSentenceScoresInput,
): Promise<{ document: DocumentRow }> {
  requireViewer(context);
  const [projectId, documentId] = keysOf('Document', input.documentId, 'documentId');
  await requireOpenProject(context, projectId, 'sentence:score', 'document', 'documentId');
  const document = await context.loaders.document.load({ projectId, documentId });
  if (!document) throw notFound('document', 'documentId');
  const score = await scoreInForce(context, document);
  if (!score) {
    throw new AppError('NOTHING_TO_DO', 'Sentences are scored once the document has a score.', ['documentId']);
  }
  await inTransaction(async (tx) => {
    if (!(await markRequested(tx, score.key, score.tokensRead))) return;
    if ((await countRequested(tx, projectId)) > MOST_WAITING) {
      throw new AppError('TOO_MANY', `${MOST_WAITING} documents of this project wait already. Ask again in a while.`);
    }
    await enqueue(scoreSentences, score.key, { tx });
    await publish(tx, { projectId, topic: 'SENTENCES' });
  });
  context.loaders.sentences.clear(score.key);
  return { document };
}
