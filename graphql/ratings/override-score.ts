import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { OverrideScoreInput } from '@/graphql/generated/resolver-types';
import { keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { lockDocumentVersion } from '@/graphql/ratings/lock-document-version';
import { overridesInForce } from '@/graphql/ratings/override-history';
import { readRatingValue, readReason } from '@/graphql/ratings/rating-input';
import type { DocumentRow, RatingRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { setOverride } from '@/prisma/queries/documents';
import { appendOverride, findOverrideLines } from '@/prisma/queries/ratings';

/** An expert's score takes the place of the model's; the document moves to its new place in the ranking. */
export async function overrideScore(
  context: Context,
  input: OverrideScoreInput,
): Promise<{ document: DocumentRow; rating: RatingRow }> {
  const viewer = requireViewer(context);
  const [projectId, documentId] = keysOf('Document', input.documentId, 'documentId');
  const { teamId } = await requireOpenProject(context, projectId, 'score:override', 'document', 'documentId');
  const value = readRatingValue(input.value);
  const reason = readReason(input.reason);
  return inTransaction(async (tx) => {
    const before = await lockDocumentVersion(tx, projectId, documentId, input.expectedVersion);
    if (before.duplicateOfId) {
      throw new AppError('INVALID', 'This document repeats another one and is not ranked: override that one.');
    }
    const { newest } = overridesInForce(await findOverrideLines(tx, projectId, documentId));
    const line = { projectId, documentId, raterId: viewer.id, value, reason, supersedesId: newest?.id ?? null };
    const rating = await appendOverride(tx, line, 'self');
    const document = await setOverride(tx, projectId, documentId, value);
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Document', id: documentId };
    await recordAudit(tx, viewer, 'score.overridden', subject, {
      from: before.overrideScore ?? before.calibratedScore ?? before.rawScore,
      to: value,
      reason,
      ratingId: rating.id,
    });
    return { document, rating };
  });
}
