import type { Database } from '@/prisma/client';

export interface MetadataSummary {
  readonly documentsRead: number;
  /** Different keys found, those beyond the listed ones counted. */
  readonly keyCount: number;
  readonly keys: MetadataKey[];
}

export interface MetadataKey {
  readonly key: string;
  readonly documents: number;
  readonly values: { readonly value: string; readonly documents: number }[];
}

const MOST_COLLECTIONS = 20;
const DOCUMENTS_EACH = 100;
const MOST_IMPORTS = 50;
/** Files of one collection differ in their columns, and the best ranked may all be of one file. */
const DOCUMENTS_OF_IMPORT = 40;
const MOST_KEYS = 100;
const MOST_VALUES = 20;
const LONGEST_VALUE = 100;

/**
 * Fields of the source with their most frequent values, by the first documents in the ranking of each of the newest
 * collections and some of each of the newest imports, single articles last: what a project of millions has is told by 4,000
 * of them, each found in an index.
 */
export async function summariseMetadata(db: Database, projectId: string): Promise<MetadataSummary> {
  const [row] = await db.$queryRaw<(Omit<MetadataSummary, 'keys'> & { keys: MetadataKey[] | null })[]>`
    WITH "looked" AS MATERIALIZED (
      SELECT "text"."metadata" FROM (
        SELECT "ranked"."id" FROM (
          SELECT "id" FROM "Collection" WHERE "projectId" = ${projectId}::uuid
          ORDER BY "createdAt" DESC, "id" DESC LIMIT ${MOST_COLLECTIONS}::int) AS "newest"
        CROSS JOIN LATERAL (
          SELECT "id" FROM "Document"
          WHERE "projectId" = ${projectId}::uuid AND "collectionId" = "newest"."id" AND "rankOrder" IS NOT NULL
          ORDER BY "rankOrder", "rawOrder", "id" LIMIT ${DOCUMENTS_EACH}::int) AS "ranked"
        UNION
        SELECT "imported"."id" FROM (
          SELECT "id" FROM "ImportRun" WHERE "projectId" = ${projectId}::uuid
          ORDER BY ("acceptedCount" + "repairedCount" > 1) DESC, "createdAt" DESC, "id" DESC LIMIT ${MOST_IMPORTS}::int) AS "newest"
        CROSS JOIN LATERAL (
          SELECT "id" FROM "Document"
          WHERE "projectId" = ${projectId}::uuid AND "importRunId" = "newest"."id" AND ("duplicateOfId" IS NULL)
          ORDER BY "id" LIMIT ${DOCUMENTS_OF_IMPORT}::int) AS "imported") AS "chosen"
      JOIN "DocumentText" AS "text" ON "text"."projectId" = ${projectId}::uuid AND "text"."documentId" = "chosen"."id"
      WHERE jsonb_typeof("text"."metadata") = 'object'
    ), "values" AS MATERIALIZED (
      SELECT "key", CASE WHEN jsonb_typeof("field"."value") IN ('object', 'array') THEN NULL
                         WHEN length("field"."value" #>> '{}') < ${LONGEST_VALUE}::int THEN "field"."value" #>> '{}' END AS "value",
             count(*)::int AS "documents"
      FROM "looked" CROSS JOIN LATERAL jsonb_each("metadata") AS "field" ("key", "value") GROUP BY 1, 2
    ), "keys" AS (
      SELECT "key", sum("documents")::int AS "documents" FROM "values" GROUP BY 1
      ORDER BY 2 DESC, 1 LIMIT ${MOST_KEYS}::int
    ), "best" AS (
      SELECT *, row_number() OVER (PARTITION BY "key" ORDER BY "documents" DESC, "value") AS "place"
      FROM "values" WHERE "value" IS NOT NULL
    )
    SELECT (SELECT count(*)::int FROM "looked") AS "documentsRead",
      (SELECT count(DISTINCT "key")::int FROM "values") AS "keyCount", (
      SELECT json_agg(json_build_object('key', "key", 'documents', "documents", 'values', coalesce((
        SELECT json_agg(json_build_object('value', "value", 'documents', "best"."documents") ORDER BY "place")
        FROM "best" WHERE "best"."key" = "keys"."key" AND "place" <= ${MOST_VALUES}::int), '[]'::json))
        ORDER BY "documents" DESC, "key")
      FROM "keys") AS "keys"`;
  return { documentsRead: row?.documentsRead ?? 0, keyCount: row?.keyCount ?? 0, keys: row?.keys ?? [] };
}
