import type { ClientBase } from 'pg';
import type { Database } from '../client';
import type { ScoringRun } from '../generated/client';
import type { WindowAggregate } from '../generated/enums';
import { NEWEST_FIRST } from './newest-first';
import { type AnyDatabase, readRows } from './read-rows';

export interface RunKey {
  readonly projectId: string;
  readonly runId: string;
}

/** How documents are read: the project's settings, frozen in each of its runs so that none mixes two of them. */
export interface ReadingSettings {
  readonly maxTokens: number;
  /** Null where only the beginning of a longer document is read. */
  readonly windowAggregate: WindowAggregate | null;
  readonly windowOverlap: number;
}

/** Whether documents are read so that a score may differ. An overlap counts only where windows have one. */
export function isReadOtherwise(saved: ReadingSettings, now: ReadingSettings): boolean {
  const hasOverlap = now.windowAggregate === 'MEAN' || now.windowAggregate === 'MAX';
  return (
    saved.maxTokens !== now.maxTokens ||
    saved.windowAggregate !== now.windowAggregate ||
    (hasOverlap && saved.windowOverlap !== now.windowOverlap)
  );
}

export const READING_COLUMNS = '"maxTokens", "windowAggregate", "windowOverlap"';

/**
 * The run that new documents of a project are scored in: the newest, or a new one when there is none or it was
 * cancelled. Call it under lockProjectDocuments.
 */
export async function openRunForImport(tx: AnyDatabase, projectId: string): Promise<OpenRun> {
  const [newest] = await readRows<OpenRun>(tx, NEWEST, [projectId]);
  if (newest && newest.status !== 'CANCELLED') return newest;
  return insertRun(tx, projectId);
}

export interface OpenRun extends ReadingSettings {
  readonly id: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED';
  readonly createdAt: Date;
}

const NEWEST = `
  SELECT "id", "status", ${READING_COLUMNS}, "createdAt" FROM "ScoringRun"
  WHERE "projectId" = $1::uuid ORDER BY "createdAt" DESC, "id" DESC LIMIT 1`;

/** The clock is read after the lock was taken, not at the transaction's start: runs are told apart by it. */
async function insertRun(tx: AnyDatabase, projectId: string): Promise<OpenRun> {
  const [run] = await readRows<OpenRun>(
    tx,
    `INSERT INTO "ScoringRun" ("id", "projectId", ${READING_COLUMNS}, "createdAt")
     SELECT gen_random_uuid(), "id", ${READING_COLUMNS}, clock_timestamp() FROM "Project" WHERE "id" = $1::uuid
     RETURNING "id", "status", ${READING_COLUMNS}, "createdAt"`,
    [projectId],
  );
  if (!run) throw new Error(`There is no project ${projectId} to score.`);
  return run;
}

/**
 * The id of the run by this model, under the same settings as a run whose batches move to it, that can still grow; or
 * of a new one. Call it under lockProjectDocuments.
 */
export async function openRunOfModel(
  tx: ClientBase,
  { projectId, runId }: RunKey,
  modelRevisionId: string,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH source AS (
       SELECT "id", ${READING_COLUMNS} FROM "ScoringRun" WHERE "projectId" = $1 AND "id" = $2
     ), found AS (
       SELECT run."id" FROM "ScoringRun" run JOIN source
         ON (run."maxTokens", run."windowOverlap") = (source."maxTokens", source."windowOverlap")
         AND run."windowAggregate" IS NOT DISTINCT FROM source."windowAggregate"
       WHERE run."projectId" = $1 AND run."modelRevisionId" = $3 AND run."status" <> 'CANCELLED'
       ORDER BY run."createdAt" DESC, run."id" DESC LIMIT 1
     ), made AS (
       INSERT INTO "ScoringRun" ("id", "projectId", "modelRevisionId", ${READING_COLUMNS}, "createdAt")
       SELECT gen_random_uuid(), $1, $3, ${READING_COLUMNS}, clock_timestamp() FROM source
       WHERE NOT EXISTS (SELECT 1 FROM found)
       RETURNING "id"
     )
     SELECT "id" FROM found UNION ALL SELECT "id" FROM made`,
    [projectId, runId, modelRevisionId],
  );
  const [run] = rows;
  if (!run) throw new Error(`There is no scoring run ${runId} to move from.`);
  return run.id;
}

/** A run for all documents, in place of those that still go on: the newest run is the one ranked by. */
export async function createRunForAll(tx: Database, projectId: string): Promise<string> {
  await tx.$executeRaw`
    UPDATE "ScoringRun" SET "status" = 'CANCELLED', "finishedAt" = clock_timestamp()
    WHERE "projectId" = ${projectId}::uuid AND "status" = 'RUNNING'`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "ScoringRun" ("id", "projectId", "maxTokens", "windowAggregate", "windowOverlap", "createdAt")
    SELECT gen_random_uuid(), "id", "maxTokens", "windowAggregate", "windowOverlap", clock_timestamp()
    FROM "Project" WHERE "id" = ${projectId}::uuid
    RETURNING "id"`;
  const [run] = rows;
  if (!run) throw new Error(`There is no project ${projectId} to score.`);
  return run.id;
}

/** False when it is not running. */
export async function cancelRun(db: Database, { projectId, runId }: RunKey): Promise<boolean> {
  const { count } = await db.scoringRun.updateMany({
    where: { projectId, id: runId, status: 'RUNNING' },
    data: { status: 'CANCELLED', finishedAt: new Date() },
  });
  return count === 1;
}

/** More (or, with a negative number, fewer) documents to score; a completed run goes on. */
export async function addToRun(tx: AnyDatabase, { projectId, runId }: RunKey, documents: number): Promise<void> {
  await readRows(
    tx,
    `UPDATE "ScoringRun"
     SET "totalCount" = "totalCount" + $3::int,
       "status" = CASE WHEN "status" = 'COMPLETED' AND $3::int > 0 THEN 'RUNNING' ELSE "status" END,
       "finishedAt" = CASE WHEN "status" = 'COMPLETED' AND $3::int > 0 THEN NULL ELSE "finishedAt" END
     WHERE "projectId" = $1::uuid AND "id" = $2::uuid RETURNING "id"`,
    [projectId, runId, documents],
  );
}

/** Those of the documents that the run has no score of, in the order of their ids. */
export async function findUnscoredOf(
  db: AnyDatabase,
  { projectId, runId }: RunKey,
  documentIds: readonly string[],
): Promise<string[]> {
  const rows = await readRows<{ id: string }>(
    db,
    `SELECT "id" FROM "Document" document
     WHERE "projectId" = $1::uuid AND "id" = ANY ($3::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM "Score" score
       WHERE score."projectId" = $1::uuid AND score."documentId" = document."id" AND score."runId" = $2::uuid)
     ORDER BY "id"`,
    [projectId, runId, [...documentIds]],
  );
  return rows.map(({ id }) => id);
}

/** What there is to plan: documents created up to the run's beginning, duplicates apart. */
export async function countDocumentsOfRun(tx: ClientBase, { projectId, runId }: RunKey): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "Document"
     WHERE "projectId" = $1 AND "duplicateOfId" IS NULL
       AND "createdAt" <= (SELECT "createdAt" FROM "ScoringRun" WHERE "projectId" = $1 AND "id" = $2)`,
    [projectId, runId],
  );
  return rows[0]?.count ?? 0;
}

export interface PlannedDocument {
  readonly id: string;
  readonly textLength: number;
}

/** A page of them by id. Answers null when the run is not running any more. */
export async function findDocumentsOfRun(
  tx: ClientBase,
  { projectId, runId }: RunKey,
  page: { afterId: string | null; take: number },
): Promise<PlannedDocument[] | null> {
  const run = await tx.query<{ createdAt: Date }>(
    `SELECT "createdAt" FROM "ScoringRun" WHERE "projectId" = $1 AND "id" = $2 AND "status" = 'RUNNING'`,
    [projectId, runId],
  );
  if (!run.rows[0]) return null;
  const { rows } = await tx.query<PlannedDocument>(
    `SELECT "id", "textLength" FROM "Document"
     WHERE "projectId" = $1 AND "duplicateOfId" IS NULL AND "createdAt" <= $2
       AND ($3::uuid IS NULL OR "id" > $3::uuid)
     ORDER BY "id" LIMIT $4`,
    [projectId, run.rows[0].createdAt, page.afterId, page.take],
  );
  return rows;
}

/**
 * Completes a run that has nothing left to score and no import left that could bring more. The row is locked first:
 * of an import's end and the last batch, whoever comes second sees the other.
 */
export async function completeRunIfDone(tx: ClientBase, { projectId, runId }: RunKey): Promise<boolean> {
  await tx.query('SELECT 1 FROM "ScoringRun" WHERE "projectId" = $1 AND "id" = $2 FOR NO KEY UPDATE', [
    projectId,
    runId,
  ]);
  const { rowCount } = await tx.query(
    `UPDATE "ScoringRun" SET "status" = 'COMPLETED', "finishedAt" = now()
     WHERE "projectId" = $1 AND "id" = $2 AND "status" = 'RUNNING' AND "scoredCount" + "failedCount" >= "totalCount"
       AND NOT EXISTS (SELECT 1 FROM "ImportRun" WHERE "projectId" = $1 AND "status" IN ('QUEUED', 'RUNNING'))`,
    [projectId, runId],
  );
  return rowCount === 1;
}

/** The project's running runs, completed where they are done; for the end of an import. True when one was. */
export async function completeRunsOfProject(tx: ClientBase, projectId: string): Promise<boolean> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT "id" FROM "ScoringRun" WHERE "projectId" = $1 AND "status" = 'RUNNING'`,
    [projectId],
  );
  let isAnyDone = false;
  for (const { id } of rows) isAnyDone = (await completeRunIfDone(tx, { projectId, runId: id })) || isAnyDone;
  return isAnyDone;
}

/** The run that the project is ranked by. */
export function findNewestRun(db: Database, projectId: string): Promise<ScoringRun | null> {
  return db.scoringRun.findFirst({ where: { projectId }, orderBy: NEWEST_FIRST });
}

/** Whether the project has scores of a model with other weights than these. */
export async function hasRunOfOtherModel(db: Database, projectId: string, contentHash: string): Promise<boolean> {
  const other = await db.scoringRun.findFirst({
    where: { projectId, scoredCount: { gt: 0 }, modelRevision: { contentHash: { not: contentHash } } },
    select: { id: true },
  });
  return other !== null;
}
