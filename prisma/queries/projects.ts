import type { Database } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';

export interface ProjectCounts {
  readonly documents: number;
  readonly duplicates: number;
  readonly scored: number;
  readonly pending: number;
  readonly failed: number;
  readonly overridden: number;
  /** At or above the threshold given; null without one. */
  readonly included: number | null;
}

/**
 * All counts of a project in one pass, so that they belong to one moment and add up:
 * documents = duplicates + scored + pending + failed.
 */
export async function countProject(db: Database, projectId: string, threshold: number | null): Promise<ProjectCounts> {
  const included =
    threshold === null
      ? Prisma.sql`NULL::int`
      : Prisma.sql`(count(*) FILTER (WHERE "rankOrder" <= ${String(-threshold)}::float8))::int`;
  const [counts] = await db.$queryRaw<[ProjectCounts]>`
    SELECT count(*)::int AS "documents",
           (count(*) FILTER (WHERE "duplicateOfId" IS NOT NULL))::int AS "duplicates",
           (count(*) FILTER (WHERE "duplicateOfId" IS NULL AND "status" = 'SCORED'))::int AS "scored",
           (count(*) FILTER (WHERE "duplicateOfId" IS NULL AND "status" = 'PENDING'))::int AS "pending",
           (count(*) FILTER (WHERE "duplicateOfId" IS NULL AND "status" = 'FAILED'))::int AS "failed",
           count("overrideScore")::int AS "overridden",
           ${included} AS "included"
    FROM "Document" WHERE "projectId" = ${projectId}::uuid`;
  return counts;
}

/** Counts of ranking scores in `bins` equal bins between the bounds; what lies outside falls into the first or last. */
export async function countScoresByBin(
  db: Database,
  projectId: string,
  { lower, upper, bins }: { lower: number; upper: number; bins: number },
): Promise<number[]> {
  const rows = await db.$queryRaw<{ bin: number; count: number }[]>`
    SELECT least(greatest(width_bucket(-"rankOrder", ${lower}::float8, ${upper}::float8, ${bins}::int), 1), ${bins}::int) AS "bin",
           count(*)::int AS "count"
    FROM "Document" WHERE "projectId" = ${projectId}::uuid AND "rankOrder" < 'Infinity'::float8
    GROUP BY 1`;
  const counts = new Array<number>(bins).fill(0);
  for (const { bin, count } of rows) counts[bin - 1] = count;
  return counts;
}

/** Holds changes of the project's settings and thresholds in one line until the transaction ends. */
export async function lockProject(tx: Database, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`;
}

/**
 * Documents scored a second over the last minute (or since the run began, when that is less), by the newest run;
 * null when it does not run.
 */
export async function measureScoringRate(db: Database, projectId: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ rate: number }[]>`
    SELECT (SELECT count(*) FROM "Score"
            WHERE "projectId" = ${projectId}::uuid AND "runId" = "run"."id" AND "scoredAt" > now() - interval '1 minute')
           / least(60, greatest(1, extract(epoch FROM now() - coalesce("run"."startedAt", "run"."createdAt"))))::float8 AS "rate"
    FROM (SELECT "id", "status", "startedAt", "createdAt" FROM "ScoringRun"
          WHERE "projectId" = ${projectId}::uuid ORDER BY "createdAt" DESC LIMIT 1) AS "run"
    WHERE "run"."status" = 'RUNNING'`;
  return row?.rate ?? null;
}

/** A page of a team's projects that are not archived, newest first, one more than asked to tell whether there are more. */
export function findProjectPage(db: Database, teamId: string, { take, after }: TimeKeyPage) {
  return db.project.findMany({
    where: { teamId, archivedAt: null, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export function countProjects(db: Database, teamId: string): Promise<number> {
  return db.project.count({ where: { teamId, archivedAt: null } });
}
