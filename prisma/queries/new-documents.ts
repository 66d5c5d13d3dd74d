import type { ClientBase } from 'pg';
import { BinaryArray, TEXT_TYPE } from '../search-vectors/binary-array';
import { searchVectors } from '../search-vectors/search-vectors';

/** What a document says, and what is asked of it by words. */
export interface NewText {
  /** Of a document that is stored in the same transaction, before or after. */
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
  readonly authors: readonly string[];
  readonly journal: string | null;
  readonly doi: string | null;
  readonly pmid: string | null;
  readonly url: string | null;
  readonly keywords: readonly string[];
  readonly metadata: object;
}

/** Where it stands among the others. */
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
}

/**
 * A tsvector holds at most 1 MB. Words of one four-byte letter are the densest text there is, and 150,000 characters
 * of them stay below that; what lies beyond is stored and scored, only not found by full-text search.
 */
const SEARCHED_TEXT_LENGTH = 150_000;
const SEARCHED_TITLE_LENGTH = 10_000;

/**
 * Stores texts with their search vectors, nine tenths of what storing a document costs. Nothing of it needs to know the
 * project's other documents, so it is done before lockProjectDocuments: the foreign key asks for the documents when the
 * transaction commits. Texts and vectors travel in binary form, the rest as one JSON parameter, in which lists and nulls
 * need no care of their own.
 */
export async function insertTexts(tx: ClientBase, projectId: string, texts: readonly NewText[]): Promise<void> {
  if (texts.length === 0) return;
  const bodies = new BinaryArray(TEXT_TYPE);
  for (const { text } of texts) bodies.addText(text);
  const others = texts.map(({ text, ...other }) => other);
  const vectors = await searchVectors(tx, texts);
  await tx.query(INSERT_TEXTS, [projectId, JSON.stringify(others), bodies.toBuffer(), vectors]);
}

// left() walks over a text character by character: only where there is something to cut off.
const INSERT_TEXTS = `
  INSERT INTO "DocumentText" ("projectId", "documentId", "text", "authors", "journal", "doi", "pmid", "url", "keywords",
    "metadata", "search")
  SELECT $1, "id", "text", "authors", "journal", "doi", "pmid", "url", "keywords", "metadata",
    coalesce("vector", setweight(to_tsvector('english', left(coalesce("title", ''), ${SEARCHED_TITLE_LENGTH})), 'A')
      || to_tsvector('english', CASE WHEN octet_length("text") > ${SEARCHED_TEXT_LENGTH}
        THEN left("text", ${SEARCHED_TEXT_LENGTH}) ELSE "text" END))
  FROM ROWS FROM (
    json_to_recordset($2::json) AS ("id" uuid, "title" text, "authors" text[], "journal" text, "doi" text, "pmid" text,
      "url" text, "keywords" text[], "metadata" jsonb),
    unnest($3::text[]), unnest($4::tsvector[])
  ) AS given ("id", "title", "authors", "journal", "doi", "pmid", "url", "keywords", "metadata", "text", "vector")`;

/**
 * Stores documents whose texts are stored in the same transaction.
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
  await tx.query(INSERT_DOCUMENTS, [
    scope.projectId,
    scope.collectionId,
    scope.importRunId,
    JSON.stringify(documents),
    createdAfter,
  ]);
}

const INSERT_DOCUMENTS = `
  INSERT INTO "Document" ("projectId", "id", "collectionId", "importRunId", "recordNumber", "externalId", "title",
    "year", "language", "dedupKey", "titleHash", "duplicateOfId", "textLength", "createdAt")
  SELECT $1, "id", $2, $3, "recordNumber", "externalId", "title", "year", "language", "dedupKey", "titleHash",
    "duplicateOfId", "textLength", greatest(date_trunc('milliseconds', clock_timestamp()), $5::timestamptz + interval '1 millisecond')
  FROM json_to_recordset($4::json) AS given
    ("id" uuid, "recordNumber" int, "externalId" text, "title" text, "year" int, "language" text, "dedupKey" text,
     "titleHash" int8, "duplicateOfId" uuid, "textLength" int)`;
