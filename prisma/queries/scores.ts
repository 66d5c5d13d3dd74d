import type { ClientBase, Pool } from 'pg';
import { READING_COLUMNS, type ReadingSettings, type RunKey } from './scoring-runs';

export interface BatchRun extends ReadingSettings {
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED';
  readonly modelRevisionId: string | null;
}

export async function findRunOfBatch(db: ClientBase | Pool, { projectId, runId }: RunKey): Promise<BatchRun | null> {
  const { rows } = await db.query<BatchRun>({
    name: 'run-of-batch',
    text: `SELECT "status", ${READING_COLUMNS}, "modelRevisionId" FROM "ScoringRun" WHERE "projectId" = $1 AND "id" = $2`,
    values: [projectId, runId],
  });
  return rows[0] ?? null;
}

export interface UnscoredText {
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
}

/** The documents of a batch that have no score in the run yet, with their texts. */
export async function findUnscoredTexts(
  db: ClientBase | Pool,
  { projectId, runId }: RunKey,
  documentIds: readonly string[],
): Promise<UnscoredText[]> {
  const { rows } = await db.query<UnscoredText>({
    name: 'unscored-texts',
    text: `
      SELECT document."id", document."title", body."text"
      FROM "Document" document
      JOIN "DocumentText" body ON body."projectId" = document."projectId" AND body."documentId" = document."id"
      WHERE document."projectId" = $1 AND document."id" = ANY ($3::uuid[])
        AND NOT EXISTS (SELECT 1 FROM "Score" score
          WHERE score."projectId" = $1 AND score."documentId" = document."id" AND score."runId" = $2)`,
    values: [projectId, runId, documentIds],
  });
  return rows;
}

export interface NewScore {
  readonly documentId: string;
  readonly rawScore: number | null;
  /** By the recalibration in force; null where none is for this model. */
  readonly calibratedScore: number | null;
  readonly failureCode: string | null;
  readonly tokensTotal: number;
  readonly tokensRead: number;
  readonly windows: number;
  readonly isTruncated: boolean;
  readonly precision: string;
  readonly provider: string;
}

export interface StoredScores {
  readonly scored: number;
  readonly failed: number;
  readonly tokens: number;
}

/**
 * Writes scores that are not there yet and brings the documents' own columns up to date, in one statement. What it
 * answers counts only rows that were really inserted: a batch that is written twice counts once.
 */
export async function insertScores(
  tx: ClientBase,
  { projectId, runId }: RunKey,
  attempt: string,
  scores: readonly NewScore[],
): Promise<StoredScores> {
  const { rows } = await tx.query<StoredScores>({
    name: 'insert-scores',
    text: `
      WITH given AS MATERIALIZED (
        SELECT * FROM json_to_recordset($4::json) AS given
          ("documentId" uuid, "rawScore" float8, "calibratedScore" float8, "failureCode" text, "tokensTotal" int,
           "tokensRead" int, "windows" int, "isTruncated" boolean, "precision" text, "provider" text)
      ), inserted AS (
        INSERT INTO "Score" ("projectId", "runId", "documentId", "rawScore", "failureCode", "tokensTotal", "tokensRead",
          "windows", "isTruncated", "precision", "provider", "attempt")
        SELECT $1::uuid, $2::uuid, "documentId", "rawScore", "failureCode", "tokensTotal", "tokensRead", "windows",
          "isTruncated", "precision", "provider", $3::uuid
        FROM given
        ORDER BY "documentId"
        ON CONFLICT DO NOTHING
        RETURNING "documentId", "rawScore", "failureCode", "tokensRead"
      ), updated AS (
        UPDATE "Document" document
        SET "rawScore" = inserted."rawScore", "calibratedScore" = given."calibratedScore",
          "failureCode" = inserted."failureCode",
          "status" = CASE WHEN inserted."rawScore" IS NULL THEN 'FAILED' ELSE 'SCORED' END::"DocumentStatus"
        FROM inserted JOIN given USING ("documentId")
        WHERE document."projectId" = $1 AND document."id" = inserted."documentId"
      )
      SELECT (count(*) FILTER (WHERE "rawScore" IS NOT NULL))::int AS "scored",
        (count(*) FILTER (WHERE "rawScore" IS NULL))::int AS "failed",
        coalesce(sum("tokensRead"), 0)::int AS "tokens"
      FROM inserted`,
    values: [projectId, runId, attempt, JSON.stringify(scores)],
  });
  return rows[0] ?? { scored: 0, failed: 0, tokens: 0 };
}

/**
 * Counts what was inserted and tells whether that was the last of the run. Null when the run was cancelled meanwhile
 * or is another model's: then nothing of the batch may stay.
 */
export async function countScores(
  tx: ClientBase,
  { projectId, runId }: RunKey,
  stored: StoredScores & { readonly computeMs: number; readonly modelRevisionId: string | null },
): Promise<{ isLast: boolean } | null> {
  const { rows } = await tx.query<{ isLast: boolean }>({
    name: 'count-scores',
    text: `
      UPDATE "ScoringRun"
      SET "scoredCount" = "scoredCount" + $3, "failedCount" = "failedCount" + $4, "tokenCount" = "tokenCount" + $5,
        "computeMs" = "computeMs" + $6, "startedAt" = coalesce("startedAt", now()),
        "modelRevisionId" = coalesce("modelRevisionId", $7)
      WHERE "projectId" = $1 AND "id" = $2 AND "status" <> 'CANCELLED'
        AND ($7::uuid IS NULL OR "modelRevisionId" IS NULL OR "modelRevisionId" = $7::uuid)
      RETURNING "scoredCount" + "failedCount" >= "totalCount" AS "isLast"`,
    values: [
      projectId,
      runId,
      stored.scored,
      stored.failed,
      stored.tokens,
      Math.round(stored.computeMs),
      stored.modelRevisionId,
    ],
  });
  return rows[0] ?? null;
}

export interface ModelFacts {
  readonly name: string;
  readonly repository: string | null;
  readonly revision: string;
  readonly contentHash: string;
  readonly precision: string;
  readonly isStandIn: boolean;
  readonly maxTokens: number;
}

/** The row of exactly these weights in this precision, made when they are seen for the first time. */
export async function registerModel(db: ClientBase | Pool, model: ModelFacts): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO "ModelRevision"
       ("id", "name", "repository", "revision", "contentHash", "precision", "isStandIn", "maxTokens")
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT ("contentHash", "precision") DO UPDATE SET
       "name" = EXCLUDED."name", "repository" = EXCLUDED."repository", "revision" = EXCLUDED."revision"
     RETURNING "id"`,
    [
      model.name,
      model.repository,
      model.revision,
      model.contentHash,
      model.precision,
      model.isStandIn,
      model.maxTokens,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('The model revision could not be registered.');
  return row.id;
}
