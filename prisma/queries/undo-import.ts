import type { ClientBase } from 'pg';
import { type AnyDatabase, readRows } from './read-rows';

export interface ImportKey {
  readonly projectId: string;
  readonly importRunId: string;
}

/**
 * What people have said about documents of an import: as long as there is any of it, the import is not undone. What came
 * with the import itself, restored from an export, goes with it.
 */
export interface ReviewCounts {
  /** Scores set or taken back. */
  readonly overrides: number;
  /** Ratings within samples. */
  readonly validations: number;
  /** Places in samples that were drawn. */
  readonly drawn: number;
  readonly decisions: number;
  /** Tags on documents, and notes. */
  readonly remarks: number;
}

export async function countReviews(db: AnyDatabase, { projectId, importRunId }: ImportKey): Promise<ReviewCounts> {
  const rows = await readRows<ReviewCounts>(
    db,
    `SELECT count(*) FILTER (WHERE word."kind" = 'OVERRIDE')::int AS "overrides",
       count(*) FILTER (WHERE word."kind" = 'VALIDATION')::int AS "validations",
       count(*) FILTER (WHERE word."kind" = 'DRAWN')::int AS "drawn",
       count(*) FILTER (WHERE word."kind" = 'DECISION')::int AS "decisions",
       count(*) FILTER (WHERE word."kind" = 'REMARK')::int AS "remarks"
     FROM (
       SELECT "documentId", "kind"::text AS "kind", "importRunId" FROM "Rating" WHERE "projectId" = $1::uuid
       UNION ALL SELECT "documentId", 'DRAWN', NULL FROM "SampledDocument" WHERE "projectId" = $1::uuid AND "position" IS NOT NULL
       UNION ALL SELECT "documentId", 'DECISION', "importRunId" FROM "Decision" WHERE "projectId" = $1::uuid
       UNION ALL SELECT "documentId", 'REMARK', "importRunId" FROM "DocumentTag" WHERE "projectId" = $1::uuid
       UNION ALL SELECT "documentId", 'REMARK', "importRunId" FROM "Note" WHERE "projectId" = $1::uuid
     ) AS word
     JOIN "Document" document ON document."projectId" = $1::uuid AND document."id" = word."documentId"
     WHERE document."importRunId" = $2::uuid AND word."importRunId" IS DISTINCT FROM $2::uuid`,
    [projectId, importRunId],
  );
  return rows[0] ?? { overrides: 0, validations: 0, drawn: 0, decisions: 0, remarks: 0 };
}

/** True when the run has ended and is being undone from now on. */
export async function beginUndo(db: AnyDatabase, { projectId, importRunId }: ImportKey): Promise<boolean> {
  const rows = await readRows<{ id: string }>(
    db,
    `UPDATE "ImportRun" SET "status" = 'UNDOING', "failureCode" = NULL, "failureMessage" = NULL
     WHERE "projectId" = $1::uuid AND "id" = $2::uuid
       AND "status" IN ('COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED')
     RETURNING "id"`,
    [projectId, importRunId],
  );
  return rows.length === 1;
}

/** Locks the run; false when it is not being undone (any more). */
export async function lockUndo(tx: ClientBase, { projectId, importRunId }: ImportKey): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM "ImportRun" WHERE "projectId" = $1 AND "id" = $2 AND "status" = 'UNDOING' FOR NO KEY UPDATE`,
    [projectId, importRunId],
  );
  return rowCount === 1;
}

/**
 * Documents of the import that may go, locked: duplicates before firsts, so that none is left pointing at nothing while
 * other imports look for their groups. What was reviewed since the undo began stays.
 */
export async function lockDocumentsToRemove(
  tx: ClientBase,
  { projectId, importRunId }: ImportKey,
  take: number,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT "id" FROM "Document" document
     WHERE "projectId" = $1 AND "importRunId" = $2
       AND NOT EXISTS (SELECT 1 FROM "Rating" rating
         WHERE rating."projectId" = $1 AND rating."documentId" = document."id" AND rating."importRunId" IS DISTINCT FROM $2)
       AND NOT EXISTS (SELECT 1 FROM "Decision" decision
         WHERE decision."projectId" = $1 AND decision."documentId" = document."id"
           AND decision."importRunId" IS DISTINCT FROM $2)
       AND NOT EXISTS (SELECT 1 FROM "DocumentTag" tagged
         WHERE tagged."projectId" = $1 AND tagged."documentId" = document."id" AND tagged."importRunId" IS DISTINCT FROM $2)
       AND NOT EXISTS (SELECT 1 FROM "Note" note
         WHERE note."projectId" = $1 AND note."documentId" = document."id" AND note."importRunId" IS DISTINCT FROM $2)
       AND NOT EXISTS (SELECT 1 FROM "SampledDocument" drawn
         WHERE drawn."projectId" = $1 AND drawn."documentId" = document."id" AND drawn."position" IS NOT NULL)
     ORDER BY ("duplicateOfId" IS NULL), "id" LIMIT $3
     FOR UPDATE OF document`,
    [projectId, importRunId, take],
  );
  return rows.map(({ id }) => id);
}

export interface Succession {
  /** Of a document that is to go. */
  readonly oldId: string;
  /** The first of those that stay. */
  readonly heirId: string;
}

/**
 * For each of the documents that others outside of the import repeat: who comes first after it. One that was named by an
 * earlier transaction of the same undo is named again.
 */
export async function nameHeirs(
  tx: ClientBase,
  { projectId, importRunId }: ImportKey,
  documentIds: readonly string[],
): Promise<Succession[]> {
  const { rows } = await tx.query<Succession>(
    `WITH named AS (
       SELECT old."id" AS "oldId", coalesce(outside."id", heir."id") AS "heirId"
       FROM "Document" old
       LEFT JOIN "Document" outside ON outside."projectId" = $1 AND outside."id" = old."duplicateOfId"
         AND outside."importRunId" IS DISTINCT FROM $2 AND outside."duplicateOfId" IS NULL
       CROSS JOIN LATERAL (
         SELECT "id" FROM "Document"
         WHERE "projectId" = $1 AND "duplicateOfId" = old."id" AND "importRunId" IS DISTINCT FROM $2
         ORDER BY "createdAt", "id" LIMIT 1
       ) AS heir
       WHERE old."projectId" = $1 AND old."id" = ANY ($3::uuid[])
     ), crowned AS (
       UPDATE "Document" document SET "duplicateOfId" = NULL FROM named
       WHERE document."projectId" = $1 AND document."id" = named."heirId"
     ), stepped AS (
       UPDATE "Document" document SET "duplicateOfId" = named."heirId" FROM named
       WHERE document."projectId" = $1 AND document."id" = named."oldId"
     )
     SELECT "oldId", "heirId" FROM named`,
    [projectId, importRunId, documentIds],
  );
  return rows;
}

/** Has up to `most` of those who repeat the old first repeat its heir; false when more of them are left. */
export async function followHeir(
  tx: ClientBase,
  { projectId, importRunId }: ImportKey,
  { oldId, heirId }: Succession,
  most: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "Document" document SET "duplicateOfId" = $4
     FROM (SELECT "id" FROM "Document"
           WHERE "projectId" = $1 AND "duplicateOfId" = $3 AND "importRunId" IS DISTINCT FROM $2 AND "id" <> $4
           LIMIT $5) AS follower
     WHERE document."projectId" = $1 AND document."id" = follower."id"`,
    [projectId, importRunId, oldId, heirId, most],
  );
  return (rowCount ?? 0) < most;
}

/** Deletes documents with their texts, scores and proposals, and takes their scores out of the counters of the runs. */
export async function removeDocuments(
  tx: ClientBase,
  { projectId, importRunId }: ImportKey,
  documentIds: readonly string[],
): Promise<void> {
  await tx.query(
    `UPDATE "ScoringRun" run
     SET "totalCount" = "totalCount" - gone."scored" - gone."failed", "scoredCount" = "scoredCount" - gone."scored",
       "failedCount" = "failedCount" - gone."failed"
     FROM (SELECT "runId", count("rawScore")::int AS "scored", (count(*) - count("rawScore"))::int AS "failed"
           FROM "Score" WHERE "projectId" = $1 AND "documentId" = ANY ($2::uuid[]) GROUP BY "runId") AS gone
     WHERE run."projectId" = $1 AND run."id" = gone."runId"`,
    [projectId, documentIds],
  );
  const { rowCount } = await tx.query('DELETE FROM "Document" WHERE "projectId" = $1 AND "id" = ANY ($2::uuid[])', [
    projectId,
    documentIds,
  ]);
  await tx.query('UPDATE "ImportRun" SET "removedCount" = "removedCount" + $2 WHERE "id" = $1', [
    importRunId,
    rowCount ?? 0,
  ]);
}

/**
 * The last step: issues go, the file is no longer kept, and imports that stored nothing because this one had stored the
 * same bytes can be tried again.
 *
 * @returns How many documents stay because they were reviewed while the undo went on.
 */
export async function endUndo(tx: ClientBase, { projectId, importRunId }: ImportKey): Promise<number> {
  await tx.query('DELETE FROM "ImportIssue" WHERE "importRunId" = $1', [importRunId]);
  await tx.query('DELETE FROM "ImportCodeCount" WHERE "importRunId" = $1', [importRunId]);
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "Document" WHERE "projectId" = $1 AND "importRunId" = $2`,
    [projectId, importRunId],
  );
  const kept = rows[0]?.count ?? 0;
  await tx.query(
    `UPDATE "ImportRun" SET "status" = 'UNDONE', "issueCount" = 0, "rejectsBytes" = 0, "rejectsKept" = 0, "rejectsCut" = 0,
       "failureCode" = CASE WHEN $2::int > 0 THEN 'REVIEWED_MEANWHILE' END,
       "failureMessage" =
         CASE WHEN $2::int > 0 THEN $2::int || ' of its documents were reviewed while it was undone, and stay.' END
     WHERE "id" = $1 AND "status" = 'UNDOING'`,
    [importRunId, kept],
  );
  await tx.query(
    `UPDATE "Upload" SET "status" = 'ABANDONED' WHERE "id" = (SELECT "uploadId" FROM "ImportRun" WHERE "id" = $1)`,
    [importRunId],
  );
  await releaseSameFiles(tx, { projectId, importRunId });
  return kept;
}

async function releaseSameFiles(tx: ClientBase, { projectId, importRunId }: ImportKey): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE "ImportRun"
     SET "status" = 'CANCELLED', "sameAsId" = NULL, "readCount" = 0, "duplicateCount" = 0, "issueCount" = 0,
       "failureCode" = 'SAME_FILE_UNDONE', "failureMessage" = $3
     WHERE "projectId" = $1 AND "sameAsId" = $2 AND "status" = 'COMPLETED'
     RETURNING "id"`,
    [
      projectId,
      importRunId,
      'The import of the same file was undone, and its records are no longer in the project. Try again to import this one.',
    ],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query('DELETE FROM "ImportIssue" WHERE "importRunId" = ANY ($1::uuid[])', [ids]);
  await tx.query('DELETE FROM "ImportCodeCount" WHERE "importRunId" = ANY ($1::uuid[])', [ids]);
}

/** The file store's key of what was uploaded; null when there is no such import. */
export async function findStoredFile(db: AnyDatabase, importRunId: string): Promise<string | null> {
  const rows = await readRows<{ storageKey: string }>(
    db,
    `SELECT upload."storageKey" FROM "ImportRun" run JOIN "Upload" upload ON upload."id" = run."uploadId"
     WHERE run."id" = $1::uuid`,
    [importRunId],
  );
  return rows[0]?.storageKey ?? null;
}

/** Imports that are being undone although no job of theirs is left in the queue; for the sweep, across projects. */
export async function findLostUndos(db: AnyDatabase): Promise<ImportKey[]> {
  return readRows<ImportKey>(
    db,
    `SELECT run."projectId", run."id" AS "importRunId" FROM "ImportRun" run
     WHERE run."status" = 'UNDOING' AND NOT EXISTS (
       SELECT 1 FROM pgboss.job WHERE job.name = 'undo-import' AND job.state <= 'active'
         AND job.data ->> 'importRunId' = run."id"::text)`,
    [],
  );
}
