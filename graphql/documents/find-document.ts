import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { DocumentRow } from '@/graphql/rows';

/** A document of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findDocument(context: Context, projectId: string, documentId: string): Promise<DocumentRow> {
  await requireProject(context, projectId, 'project:read', 'document');
  const document = await context.loaders.document.load({ projectId, documentId });
  if (!document) throw notFound('document');
  return document;
}
