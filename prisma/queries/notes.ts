import type { Database } from '@/prisma/client';
import type { Note } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';

export interface DocumentNotes {
  readonly projectId: string;
  readonly documentId: string;
}

/** Notes that stand, newest first; one more than asked tells whether there is a next page. */
export function findNotePage(
  db: Database,
  { projectId, documentId }: DocumentNotes,
  { take, after }: TimeKeyPage,
): Promise<Note[]> {
  return db.note.findMany({
    where: { projectId, documentId, isCurrent: true, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export function countNotes(db: Database, { projectId, documentId }: DocumentNotes): Promise<number> {
  return db.note.count({ where: { projectId, documentId, isCurrent: true } });
}

/** Appends a note in the place of another: a text that stands, or null, which leaves none. Null when it stands no more. */
export async function supersedeNote(tx: Database, note: Note, text: string | null): Promise<Note | null> {
  const { id, projectId, documentId, authorId } = note;
  const ended = await tx.note.updateMany({ where: { id, projectId, isCurrent: true }, data: { isCurrent: false } });
  if (ended.count === 0) return null;
  const line = { projectId, documentId, authorId, text, supersedesId: id, isCurrent: text !== null };
  return tx.note.create({ data: line });
}
