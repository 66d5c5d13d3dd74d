import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { ReferenceLabelSourceRow } from '@/graphql/rows';

/** A source of labels in a project that the viewer may read; NOT_FOUND otherwise. */
export async function findLabelSource(context: Context, sourceId: string): Promise<ReferenceLabelSourceRow> {
  const source = await context.loaders.labelSource.load(sourceId);
  if (!source) throw notFound('source of labels');
  await requireProject(context, source.projectId, 'project:read', 'source of labels');
  return source;
}
