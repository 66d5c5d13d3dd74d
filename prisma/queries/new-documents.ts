import type { ClientBase } from 'pg';

export interface NewDocument {
  readonly id: string;
  readonly recordNumber: number;
  readonly externalId: string | null;
  readonly title: string | null;
  readonly year: number | null;
  readonly language: string | null;
  readonly dedupKey: string;
  /** A 64-bit integer in digits; null for a title that says too little. */
  readonly titleHash: string | null;
  readonly duplicateOfId: string | null;
  readonly textLength: number;
  readonly text: string;
  readonly authors: readonly string[];
  readonly journal: string | null;
  readonly doi: string | null;
  readonly pmid: string | null;
  readonly url: string | null;
  readonly keywords: readonly string[];
  readonly metadata: object;
}

/**
 * A tsvector holds at most 1 MB. Words of one four-byte letter are the densest text there is, and 150,000 characters
 * of them stay below that; what lies beyond is stored and scored, only not found by full-text search.
 */
const SEARCHED_TEXT_LENGTH = 150_000;
const SEARCHED_TITLE_LENGTH = 10_000;

/**
 * Stores documents with their texts and search vectors in one statement; the rows travel as one JSON parameter, in
 * which lists and nulls need no care of their own.
 *
 * @param createdAfter  The project's newest scoring run: its planner takes what was created up to then, no more.
 */
export async function insertDocuments(
  tx: ClientBase,
  scope: { projectId: string; collectionId: string; importRunId: string },
  documents: readonly NewDocument[],
  createdAfter: Date | null,
): Promise<void> {
  if (documents.length === 0) return;
  await tx.query(INSERT, [
    scope.projectId,
    scope.collectionId,
    scope.importRunId,
    JSON.stringify(documents),
    createdAfter,
  ]);
}

const INSERT = `
  WITH input AS MATERIALIZED (
    SELECT * FROM json_to_recordset($4::json) AS given
      ("id" uuid, "recordNumber" int, "externalId" text, "title" text, "year" int, "language" text, "dedupKey" text,
       "titleHash" int8, "duplicateOfId" uuid, "textLength" int, "text" text, "authors" text[], "journal" text, "doi" text, "pmid" text,
       "url" text, "keywords" text[], "metadata" jsonb)
  ), documents AS (
    INSERT INTO "Document" ("projectId", "id", "collectionId", "importRunId", "recordNumber", "externalId", "title",
      "year", "language", "dedupKey", "titleHash", "duplicateOfId", "textLength", "createdAt")
    SELECT $1, "id", $2, $3, "recordNumber", "externalId", "title", "year", "language", "dedupKey", "titleHash",
      "duplicateOfId", "textLength", greatest(date_trunc('milliseconds', clock_timestamp()), $5::timestamptz + interval '1 millisecond')
    FROM input
  )
  INSERT INTO "DocumentText" ("projectId", "documentId", "text", "authors", "journal", "doi", "pmid", "url", "keywords",
    "metadata", "search")
  SELECT $1, "id", "text", "authors", "journal", "doi", "pmid", "url", "keywords", "metadata",
    setweight(to_tsvector('english', left(coalesce("title", ''), ${SEARCHED_TITLE_LENGTH})), 'A')
      || to_tsvector('english', left("text", ${SEARCHED_TEXT_LENGTH}))
  FROM input`;
