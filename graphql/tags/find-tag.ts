import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireOpenProject, requireProject } from '@/graphql/projects/find-project';
import type { ProjectRow, TagRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

export async function findTag(context: Context, tagId: string): Promise<TagRow> {
  const tag = await readTag(tagId, null);
  await requireProject(context, tag.projectId, 'project:read', 'tag');
  return tag;
}

/** The tag with the viewer's permission to change it or where it is. */
export async function requireTag(context: Context, tagId: string): Promise<{ tag: TagRow; project: ProjectRow }> {
  const tag = await readTag(tagId, 'tagId');
  return { tag, project: await requireOpenProject(context, tag.projectId, 'tag:change', 'tag', 'tagId') };
}

async function readTag(tagId: string, field: string | null): Promise<TagRow> {
  const tag = await getDatabase().tag.findUnique({ where: { id: tagId } });
  if (!tag) throw notFound('tag', field);
  return tag;
}
