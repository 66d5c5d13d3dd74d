import type { Database } from '@/prisma/client';
import { type DocumentRecord, documentColumns, documentSelect } from '@/prisma/queries/document-columns';

export function findDocuments(db: Database, projectId: string, ids: readonly string[]): Promise<DocumentRecord[]> {
  return db.document.findMany({ where: { projectId, id: { in: [...ids] } }, select: documentSelect });
}

/** The document with its row locked until the transaction ends: a second change of it waits and then sees this one. */
export async function lockDocument(tx: Database, projectId: string, id: string): Promise<DocumentRecord | null> {
  const [row] = await tx.$queryRaw<DocumentRecord[]>`
    SELECT ${documentColumns} FROM "Document" WHERE "projectId" = ${projectId}::uuid AND "id" = ${id}::uuid FOR UPDATE`;
  return row ?? null;
}

/** Puts an expert's score in force, or takes it out with null, and raises the version. */
export function setOverride(
  tx: Database,
  projectId: string,
  id: string,
  overrideScore: number | null,
): Promise<DocumentRecord> {
  return tx.document.update({
    where: { projectId_id: { projectId, id } },
    data: { overrideScore, version: { increment: 1 } },
    select: documentSelect,
  });
}

/** The beginnings of texts, cut in the database so that a list of long documents stays small on the way. */
export async function findExcerpts(
  db: Database,
  projectId: string,
  documentIds: readonly string[],
  length: number,
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ documentId: string; excerpt: string }[]>`
    SELECT "documentId", left("text", ${length}::int) AS "excerpt" FROM "DocumentText"
    WHERE "projectId" = ${projectId}::uuid AND "documentId" = ANY(${[...documentIds]}::uuid[])`;
  return new Map(rows.map((row) => [row.documentId, row.excerpt]));
}

/** Where a page of a group starts: behind this place and document. */
export interface GroupKey {
  /** 0 for the first of the group, 1 for the others. */
  readonly place: number;
  readonly createdAt: Date;
  readonly id: string;
}

/** The other documents of a group: its first, then the others as they came. One more than asked tells of a next page. */
export async function findOthersOfGroup(
  db: Database,
  { projectId, id, duplicateOfId }: Pick<DocumentRecord, 'projectId' | 'id' | 'duplicateOfId'>,
  page: { readonly take: number; readonly after: GroupKey | null },
): Promise<DocumentRecord[]> {
  const firstId = duplicateOfId ?? id;
  const after = page.after ?? { place: -1, createdAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
  return db.$queryRaw<DocumentRecord[]>`
    SELECT ${documentColumns} FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND "id" <> ${id}::uuid
      AND ("id" = ${firstId}::uuid OR "duplicateOfId" = ${firstId}::uuid)
      AND (("duplicateOfId" IS NOT NULL)::int, "createdAt", "id")
        > (${after.place}::int, ${after.createdAt}::timestamptz, ${after.id}::uuid)
    ORDER BY ("duplicateOfId" IS NOT NULL)::int, "createdAt", "id" LIMIT ${page.take + 1}::int`;
}

/** Documents of each group by its first, itself included. */
export async function countGroups(
  db: Database,
  projectId: string,
  firstIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ firstId: string; count: number }[]>`
    SELECT "duplicateOfId" AS "firstId", count(*)::int + 1 AS "count" FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND "duplicateOfId" = ANY (${[...firstIds]}::uuid[]) GROUP BY 1`;
  return new Map(rows.map(({ firstId, count }) => [firstId, count]));
}
