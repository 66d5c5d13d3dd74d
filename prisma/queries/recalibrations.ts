import type { ClientBase } from 'pg';
import type { Database } from '../client';
import type { Recalibration, RerankRun } from '../generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from './newest-first';
import { type AnyDatabase, readRows } from './read-rows';

/** Newest version first; one more than asked tells whether there is a next page. */
export function findRecalibrationPage(
  db: Database,
  projectId: string,
  { take, after }: TimeKeyPage,
): Promise<Recalibration[]> {
  return db.recalibration.findMany({
    where: { projectId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

/** The number of the project's next recalibration; ask with the project locked. */
export async function nextRecalibrationVersion(tx: Database, projectId: string): Promise<number> {
  const { _max } = await tx.recalibration.aggregate({ where: { projectId }, _max: { version: true } });
  return (_max.version ?? 0) + 1;
}

/** The last rerank of the project, running or not. */
export function findNewestRerank(db: Database, projectId: string): Promise<RerankRun | null> {
  return db.rerankRun.findFirst({ where: { projectId }, orderBy: NEWEST_FIRST });
}

/** Ends a rerank that is under way and begins another; ask with the project locked. */
export async function openRerank(
  tx: Database,
  run: { readonly projectId: string; readonly recalibrationId: string | null; readonly createdById: string },
): Promise<RerankRun> {
  const { projectId } = run;
  const ended = { status: 'SUPERSEDED' as const, finishedAt: new Date() };
  await tx.rerankRun.updateMany({ where: { projectId, status: 'RUNNING' }, data: ended });
  const totalCount = await tx.document.count({ where: { projectId, rawScore: { not: null } } });
  return tx.rerankRun.create({ data: { ...run, totalCount } });
}

/** What recalibrates a project's scores, as a worker sees it. */
export interface ScoreMap {
  readonly recalibrationId: string;
  /** RecalibrationMap of calibration/, as it was stored. */
  readonly map: unknown;
  /** Whose scores it maps; another model's are left alone. */
  readonly modelRevisionId: string | null;
}

/**
 * The map in force, held until the transaction ends: whoever applies or takes back a recalibration waits, and the rerank
 * that follows comes past what was stored under the old one. Two statements, because a row that was waited for is read
 * again and what was joined to it is not.
 */
export async function holdScoreMap(tx: ClientBase, projectId: string): Promise<ScoreMap | null> {
  const { rows } = await tx.query<{ recalibrationId: string | null }>({
    name: 'hold-recalibration',
    text: 'SELECT "recalibrationId" FROM "Project" WHERE "id" = $1 FOR SHARE',
    values: [projectId],
  });
  const recalibrationId = rows[0]?.recalibrationId;
  return recalibrationId ? findScoreMap(tx, projectId, recalibrationId) : null;
}

export async function findScoreMap(
  tx: ClientBase,
  projectId: string,
  recalibrationId: string,
): Promise<ScoreMap | null> {
  const { rows } = await tx.query<ScoreMap>({
    name: 'score-map',
    text: `SELECT "id" AS "recalibrationId", "map", "modelRevisionId" FROM "Recalibration"
      WHERE "projectId" = $1 AND "id" = $2`,
    values: [projectId, recalibrationId],
  });
  return rows[0] ?? null;
}

export interface RerankKey {
  readonly projectId: string;
  readonly rerankId: string;
}

/** The run while it may write, its row held so that a newer one waits for the page in hand; null once it may not. */
export async function holdRerank(
  tx: ClientBase,
  { projectId, rerankId }: RerankKey,
): Promise<{ recalibrationId: string | null } | null> {
  const { rows } = await tx.query<{ recalibrationId: string | null }>(
    `SELECT "recalibrationId" FROM "RerankRun" WHERE "projectId" = $1 AND "id" = $2 AND "status" = 'RUNNING' FOR UPDATE`,
    [projectId, rerankId],
  );
  return rows[0] ?? null;
}

export interface ScoredRow {
  readonly id: string;
  readonly rawScore: number;
  readonly calibratedScore: number | null;
  /** That gave the raw score; null where no worker of this installation did. */
  readonly modelRevisionId: string | null;
}

/**
 * Scored documents after this one in the order of their ids, their rows held. Which model gave a score is asked in a
 * statement of its own, behind the lock: a batch that was waited for may have brought another.
 */
export async function holdScoredPage(
  tx: ClientBase,
  projectId: string,
  afterId: string | null,
  take: number,
): Promise<ScoredRow[]> {
  const { rows: held } = await tx.query<Omit<ScoredRow, 'modelRevisionId'>>(
    `SELECT "id", "rawScore", "calibratedScore" FROM "Document"
     WHERE "projectId" = $1 AND ($2::uuid IS NULL OR "id" > $2::uuid) AND "rawScore" IS NOT NULL
     ORDER BY "id" LIMIT $3 FOR NO KEY UPDATE`,
    [projectId, afterId, take],
  );
  const modelOf = await findModelsOfScores(
    tx,
    projectId,
    held.map(({ id }) => id),
  );
  return held.map((row) => ({ ...row, modelRevisionId: modelOf.get(row.id) ?? null }));
}

/** The model revision that gave each document the raw score it has; null where the run knows none. */
export async function findModelsOfScores(
  db: AnyDatabase,
  projectId: string,
  documentIds: readonly string[],
): Promise<Map<string, string | null>> {
  const origins = await readRows<{ id: string; modelRevisionId: string | null }>(
    db,
    `SELECT DISTINCT ON (score."documentId") score."documentId" AS "id", run."modelRevisionId"
     FROM "Score" score JOIN "ScoringRun" run ON run."id" = score."runId"
     WHERE score."projectId" = $1::uuid AND score."documentId" = ANY ($2::uuid[]) AND score."rawScore" IS NOT NULL
     ORDER BY score."documentId", score."scoredAt" DESC, score."runId" DESC`,
    [projectId, [...documentIds]],
  );
  return new Map(origins.map(({ id, modelRevisionId }) => [id, modelRevisionId]));
}

export async function writeCalibratedScores(
  tx: ClientBase,
  projectId: string,
  scores: readonly { readonly id: string; readonly calibratedScore: number | null }[],
): Promise<void> {
  if (scores.length === 0) return;
  await tx.query(
    `UPDATE "Document" document SET "calibratedScore" = given."score"
     FROM unnest($2::uuid[], $3::float8[]) AS given("id", "score")
     WHERE document."projectId" = $1 AND document."id" = given."id"`,
    [projectId, scores.map(({ id }) => id), scores.map(({ calibratedScore }) => calibratedScore)],
  );
}

/** How far a rerank has come, or that it has ended. */
export async function noteRerank(
  tx: ClientBase,
  { projectId, rerankId }: RerankKey,
  { doneCount, isLast }: { readonly doneCount: number; readonly isLast: boolean },
): Promise<void> {
  await tx.query(
    `UPDATE "RerankRun" SET "doneCount" = $3, "totalCount" = CASE WHEN $4 THEN $3 ELSE greatest("totalCount", $3) END,
       "status" = CASE WHEN $4 THEN 'COMPLETED' ELSE "status" END::"RerankStatus", "finishedAt" = CASE WHEN $4 THEN now() END
     WHERE "projectId" = $1 AND "id" = $2`,
    [projectId, rerankId, doneCount, isLast],
  );
}
