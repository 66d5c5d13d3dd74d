import { type Connection, toConnection } from '@/graphql/connection';
import type { DecisionRow, DocumentRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countDecisions, findDecisionPage } from '@/prisma/queries/decisions';

export async function listDecisions(
  { projectId, id }: DocumentRow,
  asked: { readonly first?: number | null; readonly after?: string | null },
): Promise<Connection<DecisionRow>> {
  const page = readTimePage(asked, 20);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findDecisionPage(db, projectId, id, page),
    countDecisions(db, projectId, id),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}
