import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { NoteRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

export async function findNote(context: Context, noteId: string): Promise<NoteRow> {
  const note = await getDatabase().note.findUnique({ where: { id: noteId } });
  if (!note) throw notFound('note');
  await requireProject(context, note.projectId, 'project:read', 'note');
  return note;
}
