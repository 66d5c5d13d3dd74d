import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer, type Viewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import { keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { DocumentRow, ProjectRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { queueScoring } from '@/jobs/queue-scoring';
import { type Database, inTransaction } from '@/prisma/client';
import { countFollowers, lockMember, type Member, MOST_MEMBERS } from '@/prisma/queries/document-groups';
import { findDocuments } from '@/prisma/queries/documents';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';

export interface GroupChange {
  readonly tx: Database;
  readonly viewer: Viewer;
  readonly project: ProjectRow;
  /** Locked, as it is now. */
  readonly member: Member;
}

export interface GroupOutcome {
  readonly action: string;
  /** The document the decision is about, by which it is taken back. */
  readonly documentId: string;
  readonly otherId: string;
  readonly newFirstIds: readonly string[];
}

/**
 * A change of a group by hand: nobody else adds documents to the project or regroups them meanwhile, what has become
 * first is scored, and the record says who did it.
 */
export async function regroup(
  context: Context,
  globalId: string,
  field: string,
  change: (given: GroupChange) => Promise<GroupOutcome>,
): Promise<{ document: DocumentRow }> {
  const viewer = requireViewer(context);
  const [projectId, documentId] = keysOf('Document', globalId, field);
  const project = await requireOpenProject(context, projectId, 'duplicate:decide', 'document', field);
  return inTransaction(async (tx) => {
    await lockProjectDocuments(tx, projectId);
    const member = await lockMember(tx, projectId, documentId);
    if (!member) throw notFound('document', field);
    const outcome = await change({ tx, viewer, project, member });
    await finishRegrouping(tx, viewer, project, outcome);
    const [document] = await findDocuments(tx, projectId, [outcome.documentId]);
    if (!document) throw notFound('document', field);
    return { document };
  });
}

export async function finishRegrouping(
  tx: Database,
  viewer: Viewer,
  { id: projectId, teamId }: ProjectRow,
  { action, documentId, otherId, newFirstIds }: GroupOutcome,
): Promise<void> {
  await queueScoring(tx, projectId, newFirstIds);
  for (const topic of ['IMPORT', 'SCORING'] as const) await publish(tx, { projectId, topic });
  await recordAudit(tx, viewer, action, { teamId, projectId, type: 'Document', id: documentId }, { otherId });
}

/** What moves with a document must fit into a request. */
export async function requireMovable(tx: Database, projectId: string, firstId: string): Promise<void> {
  if ((await countFollowers(tx, projectId, firstId)) <= MOST_MEMBERS) return;
  const most = MOST_MEMBERS.toLocaleString('en');
  throw new AppError('TOO_MANY', `More than ${most} records are grouped here: that is too many to move by hand.`);
}
