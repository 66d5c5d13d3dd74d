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
