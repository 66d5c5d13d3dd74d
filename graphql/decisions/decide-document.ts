import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { lockDecisionVersion } from '@/graphql/decisions/lock-decision-version';
import type { DecideDocumentInput } from '@/graphql/generated/resolver-types';
import { keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { overridesInForce } from '@/graphql/ratings/override-history';
import { readReason } from '@/graphql/ratings/rating-input';
import type { DecisionRow, DocumentRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { appendDecision, findDecisionLines, setDecision } from '@/prisma/queries/decisions';

/** A person takes a document in, leaves it out, or is not sure; the decision before it stays in the line. */
export async function decideDocument(
  context: Context,
  input: DecideDocumentInput,
): Promise<{ document: DocumentRow; decision: DecisionRow }> {
  const viewer = requireViewer(context);
  const [projectId, documentId] = keysOf('Document', input.documentId, 'documentId');
  const { teamId } = await requireOpenProject(context, projectId, 'decision:give', 'document', 'documentId');
  const reason = readReason(input.reason);
  return inTransaction(async (tx) => {
    const before = await lockDecisionVersion(tx, projectId, documentId, input.expectedDecisionVersion);
    const { newest } = overridesInForce(await findDecisionLines(tx, projectId, documentId));
    const supersedesId = newest?.id ?? null;
    const line = { projectId, documentId, personId: viewer.id, value: input.value, reason, supersedesId };
    const decision = await appendDecision(tx, line, 'self');
    const document = await setDecision(tx, projectId, documentId, input.value);
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Document', id: documentId };
    const change = { from: before.decision, to: input.value, reason, decisionId: decision.id };
    await recordAudit(tx, viewer, 'decision.given', subject, change);
    return { document, decision };
  });
}
