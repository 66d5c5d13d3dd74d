import type { Database } from '@/prisma/client';
import type { Tag } from '@/prisma/generated/client';

/** All tags of a project, by name whatever its case. */
export function listTags(db: Database, projectId: string): Promise<Tag[]> {
  return db.$queryRaw<Tag[]>`
    SELECT "id", "projectId", "name", "color", "createdById", "createdAt" FROM "Tag"
    WHERE "projectId" = ${projectId}::uuid ORDER BY lower("name"), "id"`;
}

/** The tag of this name whatever its case, but for `exceptId`. */
export async function findTagOfName(
  db: Database,
  projectId: string,
  name: string,
  exceptId: string | null = null,
): Promise<{ id: string } | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Tag" WHERE "projectId" = ${projectId}::uuid AND lower("name") = lower(${name})
      AND "id" IS DISTINCT FROM ${exceptId}::uuid LIMIT 1`;
  return row ?? null;
}

/** Tags of each document, by name. */
export async function findDocumentTags(
  db: Database,
  projectId: string,
  documentIds: readonly string[],
): Promise<Map<string, Tag[]>> {
  const rows = await db.documentTag.findMany({
    where: { projectId, documentId: { in: [...documentIds] } },
    orderBy: [{ tag: { name: 'asc' } }, { tagId: 'asc' }],
    select: { documentId: true, tag: true },
  });
  const tags = new Map<string, Tag[]>();
  for (const { documentId, tag } of rows) tags.set(documentId, [...(tags.get(documentId) ?? []), tag]);
  return tags;
}

export interface TagOnDocument {
  readonly projectId: string;
  readonly documentId: string;
  readonly tagId: string;
}

/** False when it was on the document already. */
export async function putTag(tx: Database, place: TagOnDocument, addedById: string): Promise<boolean> {
  const { count } = await tx.documentTag.createMany({ data: [{ ...place, addedById }], skipDuplicates: true });
  return count === 1;
}

/** False when it was not on the document. */
export async function takeTagOff(tx: Database, place: TagOnDocument): Promise<boolean> {
  const { count } = await tx.documentTag.deleteMany({ where: { ...place } });
  return count === 1;
}

/** Answers on how many documents it was. */
export async function deleteTagOf(tx: Database, projectId: string, tagId: string): Promise<number> {
  const { count } = await tx.documentTag.deleteMany({ where: { projectId, tagId } });
  await tx.tag.delete({ where: { id: tagId, projectId }, select: { id: true } });
  return count;
}
