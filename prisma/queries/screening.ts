import type { Database } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import { isReadOtherwise } from '@/prisma/queries/scoring-runs';

/** Found against screened, in the order screened, thinned so that a million documents stay a few thousand rows. */
export interface ScreeningPlace {
  /** Documents screened by then, from 1. */
  readonly place: number;
  readonly found: number;
  readonly isRelevant: boolean;
}
export interface Screening {
  readonly documents: number;
  readonly screened: number;
  readonly found: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** Ascending: every n-th document screened, the last one, and every m-th find counted from the last. */
  readonly places: readonly ScreeningPlace[];
}

const IS_SCREENED = Prisma.sql`(("Document"."decision" IN ('INCLUDE', 'EXCLUDE')) IS TRUE OR "Document"."overrideScore" IS NOT NULL)`;
/** A document taken in or left out is that; otherwise the expert's own score speaks. */
function isFound(cut: number): Prisma.Sql {
  return Prisma.sql`CASE "Document"."decision" WHEN 'INCLUDE' THEN true WHEN 'EXCLUDE' THEN false
    ELSE "Document"."overrideScore" >= ${cut}::float8 END`;
}

/**
 * The screening of a project's scored documents so far. A document stands where the last of its words in force was
 * given; what was undone, or deleted since, is not there.
 *
 * @param most  At most about so many evenly spread places, and as many finds.
 */
export async function readScreening(db: Database, projectId: string, cut: number, most: number): Promise<Screening> {
  const rows = await db.$queryRaw<
    (ScreeningPlace & { screened: number; finds: number; firstAt: Date; lastAt: Date })[]
  >`
    WITH "screened" AS (
      SELECT "Document"."id", ${isFound(cut)} AS "isRelevant", greatest("decided"."createdAt", "scored"."createdAt") AS "at"
      FROM "Document"
      LEFT JOIN "Decision" AS "decided" ON "decided"."projectId" = ${projectId}::uuid
        AND "decided"."documentId" = "Document"."id" AND "decided"."isCurrent" AND "decided"."value" <> 'MAYBE'
      LEFT JOIN "Rating" AS "scored" ON "scored"."projectId" = ${projectId}::uuid
        AND "scored"."documentId" = "Document"."id" AND "scored"."isCurrent" AND "scored"."kind" = 'OVERRIDE'
      WHERE "Document"."projectId" = ${projectId}::uuid AND "rawScore" IS NOT NULL AND "duplicateOfId" IS NULL AND ${IS_SCREENED}
    ), "placed" AS (
      SELECT "isRelevant", "at", row_number() OVER "order" AS "place",
        count(*) FILTER (WHERE "isRelevant") OVER "order" AS "found"
      FROM "screened" WINDOW "order" AS (ORDER BY "at", "id" ROWS UNBOUNDED PRECEDING)
    ), "whole" AS (
      SELECT count(*) AS "screened", count(*) FILTER (WHERE "isRelevant") AS "finds", min("at") AS "firstAt", max("at") AS "lastAt"
      FROM "placed")
    SELECT "place"::int, "found"::int, "isRelevant", "screened"::int, "finds"::int, "firstAt", "lastAt"
    FROM "placed", "whole"
    WHERE "place" % greatest(1, "screened" / ${most}::int) = 0 OR "place" = "screened"
      OR ("isRelevant" AND ("finds" - "found") % greatest(1, "finds" / ${most}::int) = 0)
    ORDER BY "place"`;
  const [counted] = await db.$queryRaw<{ documents: number }[]>`
    SELECT count(*)::int AS "documents" FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND "rawScore" IS NOT NULL AND "duplicateOfId" IS NULL`;
  const [first] = rows;
  return {
    documents: counted?.documents ?? 0,
    screened: first?.screened ?? 0,
    found: first?.finds ?? 0,
    firstAt: first?.firstAt ?? null,
    lastAt: first?.lastAt ?? null,
    places: rows.map(({ place, found, isRelevant }) => ({ place, found, isRelevant })),
  };
}

/** What review has done at or above a threshold of the model's own score. */
export interface IncludedReview {
  readonly found: number;
  readonly unread: number;
}

export async function countIncludedReview(
  db: Database,
  projectId: string,
  cut: number,
  threshold: number,
): Promise<IncludedReview> {
  const [row] = await db.$queryRaw<IncludedReview[]>`
    SELECT (count(*) FILTER (WHERE ${IS_SCREENED} AND ${isFound(cut)}))::int AS "found",
      (count(*) FILTER (WHERE NOT ${IS_SCREENED}))::int AS "unread"
    FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND "rawScore" IS NOT NULL AND "duplicateOfId" IS NULL
      AND coalesce("calibratedScore", "rawScore") >= ${threshold}::float8`;
  return row ?? { found: 0, unread: 0 };
}

/**
 * Whether ranking scores lie on another scale than at a moment: recalibrated otherwise since, given by another model, or
 * of texts read otherwise. What was chosen by a threshold then is not what lies above that number now.
 */
export async function isOnOtherScaleSince(db: Database, projectId: string, moment: Date): Promise<boolean> {
  const newest = { orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }] };
  const then = { projectId, createdAt: { lte: moment } };
  const [project, reranked, runThen, runNow] = await Promise.all([
    db.project.findUnique({ where: { id: projectId }, select: { recalibrationId: true } }),
    db.rerankRun.findFirst({ where: then, ...newest, select: { recalibrationId: true } }),
    db.scoringRun.findFirst({ where: then, ...newest }),
    db.scoringRun.findFirst({ where: { projectId }, ...newest }),
  ]);
  if ((project?.recalibrationId ?? null) !== (reranked?.recalibrationId ?? null)) return true;
  if (!runThen || !runNow) return false;
  return runThen.modelRevisionId !== runNow.modelRevisionId || isReadOtherwise(runThen, runNow);
}

/** Of the given documents, those that review has found. */
export async function countFoundAmong(
  db: Database,
  projectId: string,
  cut: number,
  documentIds: readonly string[],
): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND "id" = ANY(${[...documentIds]}::uuid[])
      AND ${IS_SCREENED} AND ${isFound(cut)}`;
  return row?.count ?? 0;
}

/** When the newest answer in force of a sample was given; null without one. */
export async function findRatedUntil(db: Database, sampleId: string): Promise<Date | null> {
  const { _max } = await db.rating.aggregate({
    where: { sampleId, kind: 'VALIDATION', isCurrent: true, value: { not: null } },
    _max: { createdAt: true },
  });
  return _max.createdAt;
}

/** The newest simple random sample in use of a scope, one with ratings before one without. */
export async function findNewestOfScope(db: Database, projectId: string, scope: 'SCORED' | 'EXCLUDED') {
  const where = { projectId, archivedAt: null, scope, kind: 'SIMPLE_RANDOM' as const };
  const rated = { kind: 'VALIDATION' as const, isCurrent: true, value: { not: null } };
  const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];
  return (
    (await db.sampleDesign.findFirst({ where: { ...where, ratings: { some: rated } }, orderBy })) ??
    (await db.sampleDesign.findFirst({ where, orderBy }))
  );
}
