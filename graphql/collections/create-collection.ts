import { recordAudit } from '@/graphql/audit/record-audit';
import { readCollectionName } from '@/graphql/collections/collection-name';
import { type Context, requireViewer } from '@/graphql/context';
import type { CreateCollectionInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { CollectionRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';

export async function createCollection(
  context: Context,
  input: CreateCollectionInput,
): Promise<{ collection: CollectionRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const { teamId } = await requireOpenProject(context, projectId, 'collection:create', 'project', 'projectId');
  const name = readCollectionName(input.name);
  return inTransaction(async (tx) => {
    const collection = await tx.collection.create({ data: { projectId, name, createdById: viewer.id } });
    await publish(tx, { projectId, topic: 'IMPORT' });
    const subject = { teamId, projectId, type: 'Collection', id: collection.id };
    await recordAudit(tx, viewer, 'collection.created', subject, { name });
    return { collection };
  });
}
