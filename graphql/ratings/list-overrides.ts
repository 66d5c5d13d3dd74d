import { type Connection, toConnection } from '@/graphql/connection';
import type { DocumentRow, RatingRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countOverrides, findOverridePage } from '@/prisma/queries/ratings';

export async function listOverrides(
  { projectId, id }: DocumentRow,
  asked: { readonly first?: number | null; readonly after?: string | null },
): Promise<Connection<RatingRow>> {
  const page = readTimePage(asked, 20);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findOverridePage(db, projectId, id, page),
    countOverrides(db, projectId, id),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}
