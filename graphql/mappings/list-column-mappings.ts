import { type Connection, toConnection } from '@/graphql/connection';
import type { ColumnMappingRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { findColumnMappingPage } from '@/prisma/queries/column-mappings';

interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** Newest first. */
export async function listColumnMappings(teamId: string, asked: Page): Promise<Connection<ColumnMappingRow>> {
  const page = readTimePage(asked, 50);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findColumnMappingPage(db, teamId, page),
    db.columnMapping.count({ where: { teamId } }),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}
