import { recordAudit } from '@/graphql/audit/record-audit';
import { readCollectionName } from '@/graphql/collections/collection-name';
import { requireCollection } from '@/graphql/collections/find-collection';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { RenameCollectionInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { CollectionRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';

export async function renameCollection(
  context: Context,
  input: RenameCollectionInput,
): Promise<{ collection: CollectionRow }> {
  const viewer = requireViewer(context);
  const id = keyOf('Collection', input.collectionId, 'collectionId');
  const { collection: before, project } = await requireCollection(context, id, 'collection:create', 'collectionId');
  const name = readCollectionName(input.name);
  if (name === before.name) throw new AppError('NOTHING_TO_DO', 'This is its name already.', ['name']);
  const collection = await inTransaction(async (tx) => {
    const after = await tx.collection.update({ where: { id, projectId: project.id }, data: { name } });
    await publish(tx, { projectId: project.id, topic: 'IMPORT' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Collection', id };
    await recordAudit(tx, viewer, 'collection.renamed', subject, { from: before.name, to: name });
    return after;
  });
  context.loaders.collection.clear(id).prime(id, collection);
  return { collection };
}
