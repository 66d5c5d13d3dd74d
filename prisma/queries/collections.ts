import type { Database } from '../client';
import { type Collection, type ImportCodeCount, type ImportIssue, type ImportRun, Prisma } from '../generated/client';
import type { IssueSeverity } from '../generated/enums';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from './newest-first';

export function findCollectionPage(
  db: Database,
  projectId: string,
  { take, after }: TimeKeyPage,
): Promise<Collection[]> {
  return db.collection.findMany({
    where: { projectId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export interface ImportScope {
  readonly projectId: string;
  readonly collectionId?: string;
}

/** Without the previews of those that wait, which may be megabytes. */
export function findImportPage(
  db: Database,
  scope: ImportScope,
  { take, after }: TimeKeyPage,
): Promise<Omit<ImportRun, 'preview'>[]> {
  return db.importRun.findMany({
    where: { ...scope, ...newestFirstAfter(after) },
    omit: { preview: true },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export interface IssueFilter {
  readonly importRunId: string;
  readonly severity?: IssueSeverity;
  readonly code?: string;
}

/** Issues of a run in the order of the file; the run itself was found within its project. */
export function findIssuePage(
  db: Database,
  filter: IssueFilter,
  page: { readonly take: number; readonly afterPosition: number | null },
): Promise<ImportIssue[]> {
  return db.importIssue.findMany({
    where: { ...filter, ...(page.afterPosition === null ? {} : { position: { gt: page.afterPosition } }) },
    orderBy: { position: 'asc' },
    take: page.take + 1,
  });
}

/** What most records have first. */
export function findCodeCounts(db: Database, importRunIds: readonly string[]): Promise<ImportCodeCount[]> {
  return db.importCodeCount.findMany({
    where: { importRunId: { in: [...importRunIds] } },
    orderBy: [{ severity: 'desc' }, { count: 'desc' }, { code: 'asc' }],
  });
}

type CountInCollections = (
  db: Database,
  projectId: string,
  collectionIds: readonly string[],
) => Promise<Map<string, number>>;

/** Documents of each collection of a project, duplicates included. */
export const countDocuments = counting(Prisma.empty);

/** Of each collection of a project the documents that repeat another; few, and found in their own index. */
export const countDuplicates = counting(Prisma.sql`AND "duplicateOfId" IS NOT NULL`);

function counting(which: Prisma.Sql): CountInCollections {
  return async (db, projectId, collectionIds) => {
    const rows = await db.$queryRaw<{ collectionId: string; count: number }[]>`
      SELECT "collectionId", count(*)::int AS "count" FROM "Document"
      WHERE "projectId" = ${projectId}::uuid AND "collectionId" = ANY (${[...collectionIds]}::uuid[]) ${which}
      GROUP BY "collectionId"`;
    return new Map(rows.map(({ collectionId, count }) => [collectionId, count]));
  };
}

/** The collection of that name, or a new one. Call it under a lock of the project, or two would be made at once. */
export async function findOrCreateCollection(
  tx: Database,
  wanted: { projectId: string; name: string; createdById: string },
): Promise<{ id: string; isNew: boolean }> {
  const { projectId, name } = wanted;
  const known = await tx.collection.findFirst({
    where: { projectId, name },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  if (known) return { id: known.id, isNew: false };
  const made = await tx.collection.create({ data: wanted, select: { id: true } });
  return { id: made.id, isNew: true };
}
