import type { ClientBase } from 'pg';
import { READING_COLUMNS } from './scoring-runs';

export interface RestoreScope {
  readonly projectId: string;
  readonly importRunId: string;
  /** Whose words they become. */
  readonly restorerId: string;
}

/** The model that a file names; only its name, its revision and its precision are known of it. */
export interface NamedModel {
  readonly name: string;
  readonly revision: string;
  readonly precision: string;
  /** Stands for the weights that were never seen: no hash of weights looks like it. */
  readonly contentHash: string;
}

/**
 * The run that scores of this model may come back into: one that this import has opened, or the newest of the project
 * when its scores came with an import too; a new one where the project has none at all. Null otherwise: scores of two
 * models are never mixed by a file. Call it under lockProjectDocuments.
 */
export async function openImportedRun(
  tx: ClientBase,
  { projectId, importRunId }: RestoreScope,
  model: NamedModel,
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string; importRunId: string | null; contentHash: string | null }>(
    `SELECT run."id", run."importRunId", model."contentHash" FROM "ScoringRun" run
     LEFT JOIN "ModelRevision" model ON model."id" = run."modelRevisionId"
     WHERE run."projectId" = $1 ORDER BY run."createdAt" DESC, run."id" DESC`,
    [projectId],
  );
  const fits = rows.find(
    (run, place) =>
      run.importRunId !== null &&
      run.contentHash === model.contentHash &&
      (place === 0 || run.importRunId === importRunId),
  );
  if (fits || rows.length > 0) return fits?.id ?? null;
  return insertImportedRun(tx, { projectId, importRunId }, model);
}

async function insertImportedRun(
  tx: ClientBase,
  { projectId, importRunId }: Pick<RestoreScope, 'projectId' | 'importRunId'>,
  { name, revision, precision, contentHash }: NamedModel,
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH model AS (
       INSERT INTO "ModelRevision" ("id", "name", "revision", "contentHash", "precision", "isNamedOnly", "maxTokens")
       VALUES (gen_random_uuid(), $3, $4, $5, $6, true, 0)
       ON CONFLICT ("contentHash", "precision") DO UPDATE SET "name" = EXCLUDED."name" RETURNING "id"
     )
     INSERT INTO "ScoringRun" ("id", "projectId", "modelRevisionId", ${READING_COLUMNS}, "importRunId", "status",
       "createdAt", "startedAt", "finishedAt")
     SELECT gen_random_uuid(), project."id", model."id", project."maxTokens", project."windowAggregate",
       project."windowOverlap", $2::uuid, 'COMPLETED', clock_timestamp(), clock_timestamp(), clock_timestamp()
     FROM "Project" project, model WHERE project."id" = $1
     RETURNING "id"`,
    [projectId, importRunId, name, revision, contentHash, precision],
  );
  return rows[0]?.id ?? null;
}

export interface ScoreToRestore {
  readonly documentId: string;
  readonly raw: number;
  readonly calibrated: number | null;
  readonly tokensTotal: number;
  readonly tokensRead: number;
  readonly windows: number;
  readonly isTruncated: boolean;
  readonly precision: string;
}

export async function restoreScores(
  tx: ClientBase,
  { projectId }: RestoreScope,
  runId: string,
  attempt: string,
  scores: readonly ScoreToRestore[],
): Promise<void> {
  if (scores.length === 0) return;
  await tx.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM json_to_recordset($4::json) AS row
         ("documentId" uuid, "raw" float8, "calibrated" float8, "tokensTotal" int, "tokensRead" int, "windows" int,
          "isTruncated" boolean, "precision" text)
     ), scores AS (
       INSERT INTO "Score" ("projectId", "runId", "documentId", "rawScore", "tokensTotal", "tokensRead", "windows",
         "isTruncated", "precision", "provider", "attempt")
       SELECT $1, $2, "documentId", "raw", "tokensTotal", "tokensRead", "windows", "isTruncated", "precision", 'import', $3
       FROM given
     ), documents AS (
       UPDATE "Document" document SET "rawScore" = given."raw", "calibratedScore" = given."calibrated", "status" = 'SCORED'
       FROM given WHERE document."projectId" = $1 AND document."id" = given."documentId"
     )
     UPDATE "ScoringRun" SET "totalCount" = "totalCount" + counted.count, "scoredCount" = "scoredCount" + counted.count,
       "tokenCount" = "tokenCount" + counted.tokens
     FROM (SELECT count(*)::int AS count, sum("tokensRead") AS tokens FROM given) counted
     WHERE "projectId" = $1 AND "id" = $2`,
    [projectId, runId, attempt, JSON.stringify(scores)],
  );
}

export interface WordToRestore<Value> {
  readonly documentId: string;
  readonly value: Value;
  readonly by: string | null;
  readonly reason: string;
}

export async function restoreOverrides(
  tx: ClientBase,
  { projectId, importRunId, restorerId }: RestoreScope,
  overrides: readonly WordToRestore<number>[],
): Promise<void> {
  if (overrides.length === 0) return;
  await tx.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM json_to_recordset($4::json) AS row ("documentId" uuid, "value" float8, "by" text, "reason" text)
     ), ratings AS (
       INSERT INTO "Rating" ("id", "projectId", "documentId", "raterId", "kind", "value", "reason", "importRunId", "givenBy")
       SELECT uuidv7(), $1, "documentId", $3, 'OVERRIDE', "value", "reason", $2, "by" FROM given
     )
     UPDATE "Document" document SET "overrideScore" = given."value"
     FROM given WHERE document."projectId" = $1 AND document."id" = given."documentId"`,
    [projectId, importRunId, restorerId, JSON.stringify(overrides)],
  );
}

export async function restoreDecisions(
  tx: ClientBase,
  { projectId, importRunId, restorerId }: RestoreScope,
  decisions: readonly WordToRestore<string>[],
): Promise<void> {
  if (decisions.length === 0) return;
  await tx.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM json_to_recordset($4::json) AS row
         ("documentId" uuid, "value" "DecisionValue", "by" text, "reason" text)
     ), decisions AS (
       INSERT INTO "Decision" ("id", "projectId", "documentId", "personId", "value", "reason", "importRunId", "givenBy")
       SELECT uuidv7(), $1, "documentId", $3, "value", "reason", $2, "by" FROM given
     )
     UPDATE "Document" document SET "decision" = given."value", "decisionVersion" = 1
     FROM given WHERE document."projectId" = $1 AND document."id" = given."documentId"`,
    [projectId, importRunId, restorerId, JSON.stringify(decisions)],
  );
}

/** Tags by name, made where the project has none of that name and room for more; answers how many had no room. */
export async function restoreTags(
  tx: ClientBase,
  { projectId, importRunId, restorerId }: RestoreScope,
  tags: readonly { readonly documentId: string; readonly name: string }[],
  mostTags: number,
): Promise<number> {
  if (tags.length === 0) return 0;
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`tags:${projectId}`]);
  await tx.query(
    `INSERT INTO "Tag" ("id", "projectId", "name", "createdById")
     SELECT uuidv7(), $1, min("name"), $2 FROM unnest($3::text[]) AS given("name")
     WHERE NOT EXISTS (SELECT 1 FROM "Tag" known WHERE known."projectId" = $1 AND lower(known."name") = lower(given."name"))
     GROUP BY lower("name") ORDER BY lower("name")
     LIMIT greatest(0, $4 - (SELECT count(*) FROM "Tag" WHERE "projectId" = $1))`,
    [projectId, restorerId, tags.map(({ name }) => name), mostTags],
  );
  const { rowCount } = await tx.query(
    `INSERT INTO "DocumentTag" ("projectId", "documentId", "tagId", "addedById", "importRunId")
     SELECT DISTINCT $1::uuid, given."documentId", tag."id", $2::uuid, $3::uuid
     FROM json_to_recordset($4::json) AS given ("documentId" uuid, "name" text)
     JOIN "Tag" tag ON tag."projectId" = $1 AND lower(tag."name") = lower(given."name")
     ON CONFLICT DO NOTHING`,
    [projectId, restorerId, importRunId, JSON.stringify(tags)],
  );
  return tags.length - (rowCount ?? 0);
}

export async function restoreNotes(
  tx: ClientBase,
  { projectId, importRunId, restorerId }: RestoreScope,
  notes: readonly { readonly documentId: string; readonly text: string }[],
): Promise<void> {
  if (notes.length === 0) return;
  await tx.query(
    `INSERT INTO "Note" ("id", "projectId", "documentId", "authorId", "text", "importRunId")
     SELECT uuidv7(), $1, "documentId", $3, "text", $2
     FROM json_to_recordset($4::json) AS given ("documentId" uuid, "text" text)`,
    [projectId, importRunId, restorerId, JSON.stringify(notes)],
  );
}
