import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer, type Viewer } from '@/graphql/context';
import { readProposal } from '@/graphql/duplicates/find-proposal';
import { joinGroups } from '@/graphql/duplicates/join-groups';
import { finishRegrouping } from '@/graphql/duplicates/regroup';
import { undoDecisionOn } from '@/graphql/duplicates/undo-duplicate-decision';
import { AppError, notFound } from '@/graphql/errors';
import type { DecideDuplicateProposalInput, ProposalDecision } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { DuplicateProposalRow, ProjectRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { type Database, inTransaction } from '@/prisma/client';
import { lockMember, type Member } from '@/prisma/queries/document-groups';
import { findDecisionOn } from '@/prisma/queries/duplicate-decisions';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';

const STATUS = { JOIN: 'JOINED', DISMISS: 'DISMISSED', REOPEN: 'OPEN' } as const;

/** A person's answer to a proposal, remembered: what was decided is not proposed again. */
export async function decideDuplicateProposal(
  context: Context,
  input: DecideDuplicateProposalInput,
): Promise<{ proposal: DuplicateProposalRow }> {
  const viewer = requireViewer(context);
  const { id, projectId } = await readProposal(
    keyOf('DuplicateProposal', input.proposalId, 'proposalId'),
    'proposalId',
  );
  const project = await requireOpenProject(context, projectId, 'duplicate:decide', 'proposal', 'proposalId');
  return inTransaction(async (tx) => {
    await lockProjectDocuments(tx, projectId);
    const proposal = await tx.duplicateProposal.findUnique({ where: { id } });
    if (!proposal) throw notFound('proposal', 'proposalId');
    requireChange(proposal, input.decision);
    const isReopened = input.decision === 'REOPEN';
    const decided = await tx.duplicateProposal.update({
      where: { id },
      data: {
        status: STATUS[input.decision],
        decidedById: isReopened ? null : viewer.id,
        decidedAt: isReopened ? null : new Date(),
      },
    });
    await carryOut(tx, viewer, project, proposal, input.decision);
    return { proposal: decided };
  });
}

function requireChange({ status }: DuplicateProposalRow, decision: ProposalDecision): void {
  if (decision === 'REOPEN' ? status !== 'OPEN' : status === 'OPEN') return;
  const message =
    status === 'OPEN' ? 'Nothing was decided about these two.' : 'This was decided already. Take that back first.';
  throw new AppError('NOTHING_TO_DO', message, ['decision']);
}

function regrouped(): AppError {
  return new AppError('CONFLICT', 'One of the two has been grouped otherwise meanwhile. Look at it in the reader.');
}

/** Whether the newest word on the one is that it follows the other. */
async function hasJoined(tx: Database, one: Member, other: Member): Promise<boolean> {
  const decision = await findDecisionOn(tx, one.projectId, one.id);
  return decision?.kind === 'JOIN' && decision.otherId === other.id;
}

async function carryOut(
  tx: Database,
  viewer: Viewer,
  project: ProjectRow,
  proposal: DuplicateProposalRow,
  decision: ProposalDecision,
): Promise<void> {
  const { firstId, secondId, status } = proposal;
  const members = [await lockMember(tx, project.id, firstId), await lockMember(tx, project.id, secondId)] as const;
  const [first, second] = members;
  if (!first || !second) throw notFound('proposal', 'proposalId');
  if (decision === 'JOIN') {
    if (first.duplicateOfId || second.duplicateOfId) throw regrouped();
    await finishRegrouping(tx, viewer, project, await joinGroups(tx, viewer, project.id, [first, second]));
  } else if (status === 'JOINED') {
    const member = (await hasJoined(tx, first, second)) ? first : second;
    if (member === second && !(await hasJoined(tx, second, first))) throw regrouped();
    await finishRegrouping(tx, viewer, project, await undoDecisionOn({ tx, viewer, project, member }));
  } else {
    await publish(tx, { projectId: project.id, topic: 'IMPORT' });
    const action = decision === 'DISMISS' ? 'duplicate.dismissed' : 'duplicate.reopened';
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Document', id: firstId };
    await recordAudit(tx, viewer, action, subject, { otherId: secondId });
  }
}
