import { type Connection, toConnection } from '@/graphql/connection';
import type { DocumentRow, NoteRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countNotes, findNotePage } from '@/prisma/queries/notes';

export async function listNotes(
  { projectId, id: documentId }: DocumentRow,
  asked: { readonly first?: number | null; readonly after?: string | null },
): Promise<Connection<NoteRow>> {
  const page = readTimePage(asked, 20);
  const db = getDatabase();
  const of = { projectId, documentId };
  const [rows, totalCount] = await Promise.all([findNotePage(db, of, page), countNotes(db, of)]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}
