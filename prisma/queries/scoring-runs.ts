import type { ClientBase } from 'pg';
import type { Database } from '../client';
import type { ScoringRun } from '../generated/client';
import { NEWEST_FIRST } from './newest-first';

export interface RunKey {
  readonly projectId: string;
  readonly runId: string;
}

/**
 * The run that new documents of a project are scored in: the newest, or a new one when there is none or it was
 * cancelled. Call it under lockProjectDocuments.
 */
export async function openRunForImport(tx: ClientBase, projectId: string): Promise<OpenRun> {
  const { rows } = await tx.query<OpenRun>(NEWEST, [projectId]);
  const newest = rows[0];
  if (newest && newest.status !== 'CANCELLED') return newest;
  return insertRun(tx, projectId, null);
}

export interface OpenRun {
  readonly id: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED';
  readonly maxTokens: number;
  readonly createdAt: Date;
}

const NEWEST = `
  SELECT "id", "status", "maxTokens", "createdAt" FROM "ScoringRun"
  WHERE "projectId" = $1 ORDER BY "createdAt" DESC, "id" DESC LIMIT 1`;

/** The clock is read after the lock was taken, not at the transaction's start: runs are told apart by it. */
async function insertRun(tx: ClientBase, projectId: string, modelRevisionId: string | null): Promise<OpenRun> {
  const { rows } = await tx.query<OpenRun>(
    `INSERT INTO "ScoringRun" ("id", "projectId", "modelRevisionId", "maxTokens", "createdAt")
     SELECT gen_random_uuid(), "id", $2, "maxTokens", clock_timestamp() FROM "Project" WHERE "id" = $1
     RETURNING "id", "status", "maxTokens", "createdAt"`,
    [projectId, modelRevisionId],
  );
  const [run] = rows;
  if (!run) throw new Error(`There is no project ${projectId} to score.`);
  return run;
}

/** The run of this project by this model that can still grow, or a new one. Call it under lockProjectDocuments. */
export async function openRunOfModel(tx: ClientBase, projectId: string, modelRevisionId: string): Promise<OpenRun> {
  const { rows } = await tx.query<OpenRun>(
    `SELECT "id", "status", "maxTokens", "createdAt" FROM "ScoringRun"
     WHERE "projectId" = $1 AND "modelRevisionId" = $2 AND "status" <> 'CANCELLED'
     ORDER BY "createdAt" DESC, "id" DESC LIMIT 1`,
    [projectId, modelRevisionId],
  );
  return rows[0] ?? insertRun(tx, projectId, modelRevisionId);
}

/** A run for all documents, in place of those that still go on: the newest run is the one ranked by. */
export async function createRunForAll(tx: Database, projectId: string): Promise<string> {
  await tx.$executeRaw`
    UPDATE "ScoringRun" SET "status" = 'CANCELLED', "finishedAt" = clock_timestamp()
    WHERE "projectId" = ${projectId}::uuid AND "status" = 'RUNNING'`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "ScoringRun" ("id", "projectId", "maxTokens", "createdAt")
    SELECT gen_random_uuid(), "id", "maxTokens", clock_timestamp() FROM "Project" WHERE "id" = ${projectId}::uuid
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
export async function addToRun(tx: ClientBase, { projectId, runId }: RunKey, documents: number): Promise<void> {
  await tx.query(
    `UPDATE "ScoringRun"
     SET "totalCount" = "totalCount" + $3,
       "status" = CASE WHEN "status" = 'COMPLETED' AND $3 > 0 THEN 'RUNNING' ELSE "status" END,
       "finishedAt" = CASE WHEN "status" = 'CANCELLED' THEN "finishedAt" END
     WHERE "projectId" = $1 AND "id" = $2`,
    [projectId, runId, documents],
  );
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
  await tx.query('SELECT 1 FROM "ScoringRun" WHERE "projectId" = $1 AND "id" = $2 FOR UPDATE', [projectId, runId]);
  const { rowCount } = await tx.query(
    `UPDATE "ScoringRun" SET "status" = 'COMPLETED', "finishedAt" = now()
     WHERE "projectId" = $1 AND "id" = $2 AND "status" = 'RUNNING' AND "scoredCount" + "failedCount" >= "totalCount"
       AND NOT EXISTS (SELECT 1 FROM "ImportRun" WHERE "projectId" = $1 AND "status" IN ('QUEUED', 'RUNNING'))`,
    [projectId, runId],
  );
  return rowCount === 1;
}

/** The project's running runs, completed where they are done; for the end of an import. */
export async function completeRunsOfProject(tx: ClientBase, projectId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT "id" FROM "ScoringRun" WHERE "projectId" = $1 AND "status" = 'RUNNING'`,
    [projectId],
  );
  for (const { id } of rows) await completeRunIfDone(tx, { projectId, runId: id });
}

/** The run that the project is ranked by. */
export function findNewestRun(db: Database, projectId: string): Promise<ScoringRun | null> {
  return db.scoringRun.findFirst({ where: { projectId }, orderBy: NEWEST_FIRST });
}
