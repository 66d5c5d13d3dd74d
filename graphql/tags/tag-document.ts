import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { TagDocumentInput, UntagDocumentInput } from '@/graphql/generated/resolver-types';
import { keyOf, keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { DocumentRow } from '@/graphql/rows';
import { requireTag } from '@/graphql/tags/find-tag';
import { publish } from '@/jobs/events';
import { type Database, inTransaction } from '@/prisma/client';
import { lockDocument } from '@/prisma/queries/documents';
import { putTag, type TagOnDocument, takeTagOff } from '@/prisma/queries/tags';

export function tagDocument(context: Context, input: TagDocumentInput): Promise<{ document: DocumentRow }> {
  const { id } = requireViewer(context);
  return changeTagOn(context, input, 'document.tagged', 'This tag is on the document already.', (tx, place) =>
    putTag(tx, place, id),
  );
}

export function untagDocument(context: Context, input: UntagDocumentInput): Promise<{ document: DocumentRow }> {
  return changeTagOn(context, input, 'document.untagged', 'This tag is not on the document.', takeTagOff);
}

async function changeTagOn(
  context: Context,
  input: TagDocumentInput,
  action: string,
  nothingToDo: string,
  change: (tx: Database, place: TagOnDocument) => Promise<boolean>,
): Promise<{ document: DocumentRow }> {
  const viewer = requireViewer(context);
  const [projectId, documentId] = keysOf('Document', input.documentId, 'documentId');
  const { teamId } = await requireOpenProject(context, projectId, 'tag:change', 'document', 'documentId');
  const { tag, project } = await requireTag(context, keyOf('Tag', input.tagId, 'tagId'));
  if (project.id !== projectId) throw notFound('tag', 'tagId');
  return inTransaction(async (tx) => {
    const document = await lockDocument(tx, projectId, documentId);
    if (!document) throw notFound('document', 'documentId');
    if (!(await change(tx, { projectId, documentId, tagId: tag.id }))) {
      throw new AppError('NOTHING_TO_DO', nothingToDo, ['tagId']);
    }
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Document', id: documentId };
    await recordAudit(tx, viewer, action, subject, { name: tag.name, tagId: tag.id });
    return { document };
  });
}
