import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { UndoOverrideInput } from '@/graphql/generated/resolver-types';
import { keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { lockDocumentVersion } from '@/graphql/ratings/lock-document-version';
import { overridesInForce } from '@/graphql/ratings/override-history';
import type { DocumentRow, RatingRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { setOverride } from '@/prisma/queries/documents';
import { appendOverride, findOverrideLines } from '@/prisma/queries/ratings';

/** Takes the override in force back: the one before it is in force again, or the model's score. Nothing is erased. */
export async function undoOverride(
  context: Context,
  input: UndoOverrideInput,
): Promise<{ document: DocumentRow; rating: RatingRow }> {
  const viewer = requireViewer(context);
  const [projectId, documentId] = keysOf('Document', input.documentId, 'documentId');
  const { teamId } = await requireOpenProject(context, projectId, 'score:override', 'document', 'documentId');
  return inTransaction(async (tx) => {
    const before = await lockDocumentVersion(tx, projectId, documentId, input.expectedVersion);
    const { newest, inForce, below } = overridesInForce(await findOverrideLines(tx, projectId, documentId));
    if (!newest || !inForce) throw new AppError('NOTHING_TO_DO', 'No override of this document is in force.');
    const line = { projectId, documentId, raterId: viewer.id, value: null, reason: '', supersedesId: newest.id };
    const rating = await appendOverride(tx, line, below?.id ?? null);
    const document = await setOverride(tx, projectId, documentId, below?.value ?? null);
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Document', id: documentId };
    await recordAudit(tx, viewer, 'score.override_undone', subject, {
      from: before.overrideScore,
      to: document.overrideScore ?? document.calibratedScore ?? document.rawScore,
      undoneRatingId: inForce.id,
      ratingId: rating.id,
    });
    return { document, rating };
  });
}
