import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { lockDecisionVersion } from '@/graphql/decisions/lock-decision-version';
import { AppError } from '@/graphql/errors';
import type { UndoDecisionInput } from '@/graphql/generated/resolver-types';
import { keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { overridesInForce } from '@/graphql/ratings/override-history';
import type { DecisionRow, DocumentRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { appendDecision, findDecisionLines, setDecision } from '@/prisma/queries/decisions';

/** Takes the decision in force back: the one before it is in force again, or none. Nothing is erased. */
export async function undoDecision(
  context: Context,
  input: UndoDecisionInput,
): Promise<{ document: DocumentRow; decision: DecisionRow }> {
  const viewer = requireViewer(context);
  const [projectId, documentId] = keysOf('Document', input.documentId, 'documentId');
  const { teamId } = await requireOpenProject(context, projectId, 'decision:give', 'document', 'documentId');
  return inTransaction(async (tx) => {
    const before = await lockDecisionVersion(tx, projectId, documentId, input.expectedDecisionVersion);
    const { newest, inForce, below } = overridesInForce(await findDecisionLines(tx, projectId, documentId));
    if (!newest || !inForce) throw new AppError('NOTHING_TO_DO', 'No decision on this document is in force.');
    const line = { projectId, documentId, personId: viewer.id, value: null, reason: '', supersedesId: newest.id };
    const decision = await appendDecision(tx, line, below?.id ?? null);
    const document = await setDecision(tx, projectId, documentId, below?.value ?? null);
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Document', id: documentId };
    const change = { from: before.decision, to: document.decision, undoneDecisionId: inForce.id };
    await recordAudit(tx, viewer, 'decision.undone', subject, { ...change, decisionId: decision.id });
    return { document, decision };
  });
}
