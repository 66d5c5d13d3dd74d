import { type Connection, toConnection } from '@/graphql/connection';
import type { ReferenceLabelSourceRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { findLabelSourcePage } from '@/prisma/queries/reference-labels';

interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** Newest first. */
export async function listLabelSources(projectId: string, asked: Page): Promise<Connection<ReferenceLabelSourceRow>> {
  const page = readTimePage(asked, 50);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findLabelSourcePage(db, projectId, page),
    db.referenceLabelSource.count({ where: { projectId } }),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}
