import type { Permission } from '@/graphql/access';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireOpenProject, requireProject } from '@/graphql/projects/find-project';
import type { CollectionRow, ProjectRow } from '@/graphql/rows';

/** A collection of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findCollection(context: Context, collectionId: string): Promise<CollectionRow> {
  const collection = await context.loaders.collection.load(collectionId);
  if (!collection) throw notFound('collection');
  await requireProject(context, collection.projectId, 'project:read', 'collection');
  return collection;
}

/** The collection with the viewer's permission to change it or what is in it. */
export async function requireCollection(
  context: Context,
  collectionId: string,
  permission: Permission,
  field: string,
): Promise<{ collection: CollectionRow; project: ProjectRow }> {
  const collection = await context.loaders.collection.load(collectionId);
  if (!collection) throw notFound('collection', field);
  const project = await requireOpenProject(context, collection.projectId, permission, 'collection', field);
  return { collection, project };
}
