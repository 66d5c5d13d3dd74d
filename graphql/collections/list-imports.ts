import { type Connection, readCursor, readPage, toConnection } from '@/graphql/connection';
import { invalid } from '@/graphql/errors';
import type { CollectionRow, ImportRunRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import type { ImportIssue } from '@/prisma/generated/client';
import type { IssueSeverity } from '@/prisma/generated/enums';
import { findCollectionPage, findImportPage, findIssuePage, type ImportScope } from '@/prisma/queries/collections';

interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

interface IssuePage extends Page {
  readonly severity?: IssueSeverity | null;
  readonly code?: string | null;
}

/** Newest first. */
export async function listCollections(projectId: string, asked: Page): Promise<Connection<CollectionRow>> {
  const page = readTimePage(asked, 50);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findCollectionPage(db, projectId, page),
    db.collection.count({ where: { projectId } }),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}

/** Newest first, of a project or of one of its collections. */
export async function listImports(scope: ImportScope, asked: Page): Promise<Connection<ImportRunRow>> {
  const page = readTimePage(asked, 50);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findImportPage(db, scope, page),
    db.importRun.count({ where: { ...scope } }),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}

/** In the order of the file. Of a file with very many only the first are kept; `issueCount` counts all. */
export async function listIssues(importRunId: string, asked: IssuePage): Promise<Connection<ImportIssue>> {
  const { take } = readPage({ first: asked.first }, 50);
  const afterPosition = asked.after ? readPosition(asked.after) : null;
  const { severity, code } = asked;
  const filter = { importRunId, ...(severity ? { severity } : {}), ...(code ? { code } : {}) };
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findIssuePage(db, filter, { take, afterPosition }),
    db.importIssue.count({ where: filter }),
  ]);
  return toConnection(rows, take, totalCount, ({ position }) => [position], afterPosition !== null);
}

function readPosition(cursor: string): number {
  const [position = ''] = readCursor(cursor);
  if (!/^\d{1,9}$/.test(position)) throw invalid('after', 'This is not a cursor that a page of this list has given.');
  return Number(position);
}
