import type { Database } from '@/prisma/client';

/** What a rated document is grouped by. */
export interface DocumentTraits {
  readonly documentId: string;
  readonly collectionId: string;
  readonly year: number | null;
  readonly language: string | null;
  /** Of the newest score; null where none is kept. */
  readonly tokensTotal: number | null;
  readonly isTruncated: boolean | null;
}

/** Traits of documents of one project, those that are there. */
export function findTraits(db: Database, projectId: string, documentIds: readonly string[]): Promise<DocumentTraits[]> {
  return db.$queryRaw<DocumentTraits[]>`
    SELECT "Document"."id" AS "documentId", "collectionId", "year", "language", "newest"."tokensTotal", "newest"."isTruncated"
    FROM "Document"
    LEFT JOIN LATERAL (
      SELECT "tokensTotal", "isTruncated" FROM "Score"
      WHERE "Score"."projectId" = ${projectId}::uuid AND "Score"."documentId" = "Document"."id"
      ORDER BY "scoredAt" DESC, "runId" DESC LIMIT 1) AS "newest" ON true
    WHERE "Document"."projectId" = ${projectId}::uuid AND "Document"."id" = ANY(${[...documentIds]}::uuid[])`;
}

/** A group that a document is in, by its own id: two tags or collections may bear one name. */
export interface NamedGroup {
  readonly documentId: string;
  readonly groupId: string;
  readonly name: string;
}

export function findTagsOf(db: Database, projectId: string, documentIds: readonly string[]): Promise<NamedGroup[]> {
  return db.$queryRaw<NamedGroup[]>`
    SELECT "documentId", "tagId" AS "groupId", "Tag"."name" FROM "DocumentTag" JOIN "Tag" ON "Tag"."id" = "tagId"
    WHERE "DocumentTag"."projectId" = ${projectId}::uuid AND "documentId" = ANY(${[...documentIds]}::uuid[])`;
}

export function findCollectionsOf(
  db: Database,
  projectId: string,
  documentIds: readonly string[],
): Promise<NamedGroup[]> {
  return db.$queryRaw<NamedGroup[]>`
    SELECT "Document"."id" AS "documentId", "collectionId" AS "groupId", "Collection"."name"
    FROM "Document" JOIN "Collection" ON "Collection"."id" = "collectionId"
    WHERE "Document"."projectId" = ${projectId}::uuid AND "Document"."id" = ANY(${[...documentIds]}::uuid[])`;
}

/** What one rater said of one document. */
export interface FirstAnswer {
  readonly documentId: string;
  readonly raterId: string;
  /** The earliest value that was not taken back. */
  readonly value: number;
  /** In force now; null where there is none, or the document was passed over later. */
  readonly valueNow: number | null;
}

/**
 * First answers of a sample. A withdrawal (no value, no reason) takes back all that the rater had said of the document
 * before, so the first value after the last withdrawal counts; a skip (no value, a reason) says nothing of relevance.
 */
export function findFirstAnswers(db: Database, sampleId: string): Promise<FirstAnswer[]> {
  return db.$queryRaw<FirstAnswer[]>`
    WITH "line" AS (
      SELECT "documentId", "raterId", "value", "createdAt", "id", "isCurrent",
        max("createdAt") FILTER (WHERE "value" IS NULL AND "reason" = '' AND NOT "isCurrent")
          OVER (PARTITION BY "documentId", "raterId") AS "withdrawnAt",
        (max("id"::text) FILTER (WHERE "value" IS NULL AND "reason" = '' AND NOT "isCurrent")
          OVER (PARTITION BY "documentId", "raterId"))::uuid AS "withdrawnId"
      FROM "Rating" WHERE "sampleId" = ${sampleId}::uuid AND "kind" = 'VALIDATION')
    SELECT "documentId", "raterId", (array_agg("value" ORDER BY "createdAt", "id"))[1] AS "value",
      max("value") FILTER (WHERE "isCurrent") AS "valueNow"
    FROM "line"
    WHERE "value" IS NOT NULL AND ("withdrawnAt" IS NULL OR ("createdAt", "id") > ("withdrawnAt", "withdrawnId"))
    GROUP BY "documentId", "raterId" ORDER BY "documentId", "raterId"`;
}
