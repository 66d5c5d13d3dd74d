import { type Connection, toConnection } from '@/graphql/connection';
import type { ExportRunRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { findExportPage } from '@/prisma/queries/exports';

/** Newest first. */
export async function listExports(
  projectId: string,
  asked: { readonly first?: number | null; readonly after?: string | null },
): Promise<Connection<ExportRunRow>> {
  const page = readTimePage(asked, 20);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findExportPage(db, projectId, page),
    db.exportRun.count({ where: { projectId } }),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}
