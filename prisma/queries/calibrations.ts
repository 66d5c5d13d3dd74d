import type { Database } from '@/prisma/client';
import type { Calibration } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';
import type { ReadingSettings } from '@/prisma/queries/scoring-runs';

/** All scored documents of a project, as counts. */
export interface ScoreScope {
  readonly total: number;
  /** Documents at or above each threshold that was asked for. */
  readonly included: ReadonlyMap<number, number>;
}

/**
 * Counts the scored documents above each of a few hundred thresholds without fetching a score: the ranges between
 * neighbouring thresholds are counted in the ranking index, each once (docs/ranked-list.md, "Workload").
 */
export async function countScope(db: Database, projectId: string, thresholds: readonly number[]): Promise<ScoreScope> {
  const falling = [...new Set(thresholds)].sort((a, b) => b - a);
  // As text, because a parameter list of the driver writes infinities as null; the last range ends before "no score".
  const upTo = [...falling.map((threshold) => String(-threshold)), String(Number.MAX_VALUE)];
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT (SELECT count(*) FROM "Document" WHERE "projectId" = ${projectId}::uuid
            AND "rankOrder" > "range"."after" AND "rankOrder" <= "range"."upTo")::int AS "count"
    FROM (SELECT "place", "upTo", coalesce(lag("upTo") OVER (ORDER BY "place"), '-Infinity') AS "after"
          FROM unnest(${upTo}::float8[]) WITH ORDINALITY AS "bound"("upTo", "place")) AS "range"
    ORDER BY "place"`;
  const included = new Map<number, number>();
  let above = 0;
  for (const [place, { count }] of rows.entries()) {
    above += count;
    const threshold = falling[place];
    if (threshold !== undefined) included.set(threshold, above);
  }
  return { total: above, included };
}

/** The smallest and largest ranking score; null while nothing is scored. */
export async function findScoreRange(
  db: Database,
  projectId: string,
): Promise<{ lowest: number; highest: number } | null> {
  const [ends] = await db.$queryRaw<{ lowest: number | null; highest: number | null }[]>`
    SELECT -max("rankOrder") AS "lowest", -min("rankOrder") AS "highest" FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND "rankOrder" < 'Infinity'::float8`;
  if (ends?.lowest == null || ends.highest == null) return null;
  return { lowest: ends.lowest, highest: ends.highest };
}

/** The scores on both sides of a cut through the ranking; null where there is no document on that side. */
export interface RankingCut {
  readonly lastIncluded: number | null;
  readonly firstExcluded: number | null;
}

/**
 * Where the ranking can be cut so that at most `documents` lie above: documents of one score stay together, so those that
 * share the score of the first one too many are left out with it. Two reads of the ranking index, the first of as many
 * entries as are included.
 */
export async function findRankingCut(db: Database, projectId: string, documents: number): Promise<RankingCut> {
  const [cut] = await db.$queryRaw<{ firstExcluded: number | null; lastIncluded: number | null }[]>`
    WITH "excluded" AS (
      SELECT (SELECT "rankOrder" FROM "Document" WHERE "projectId" = ${projectId}::uuid AND "rankOrder" < 'Infinity'::float8
              ORDER BY "rankOrder" OFFSET ${documents}::int LIMIT 1) AS "rankOrder"
    )
    SELECT -"rankOrder" AS "firstExcluded",
      -(SELECT max("rankOrder") FROM "Document" WHERE "projectId" = ${projectId}::uuid
        AND "rankOrder" < coalesce("excluded"."rankOrder", 'Infinity'::float8)) AS "lastIncluded"
    FROM "excluded"`;
  return { firstExcluded: cut?.firstExcluded ?? null, lastIncluded: cut?.lastIncluded ?? null };
}

/** Strata of a sample that hold documents and none of the ratings: what they would have said is missing. */
export function countUnratedStrata(db: Database, sampleId: string, ratedOrdinals: readonly number[]): Promise<number> {
  return db.sampleStratum.count({
    where: { sampleId, populationSize: { gt: 0 }, ordinal: { notIn: [...ratedOrdinals] } },
  });
}

/** What the scores come from that a project is ranked by. */
export interface RankingBasis extends ReadingSettings {
  /** Null until a worker has opened the model of the run. */
  readonly modelRevisionId: string | null;
}

/** The revision and the settings whose scores each project is ranked by: those of its newest run. */
export async function findRankingBases(
  db: Database,
  projectIds: readonly string[],
): Promise<Map<string, RankingBasis>> {
  const runs = await db.scoringRun.findMany({
    where: { projectId: { in: [...projectIds] } },
    distinct: ['projectId'],
    orderBy: [{ projectId: 'asc' }, { createdAt: 'desc' }],
    select: { projectId: true, modelRevisionId: true, maxTokens: true, windowAggregate: true, windowOverlap: true },
  });
  return new Map(runs.map(({ projectId, ...basis }) => [projectId, basis]));
}

/** The number of the project's next version; ask with the project locked. */
export async function nextCalibrationVersion(tx: Database, projectId: string): Promise<number> {
  const { _max } = await tx.calibration.aggregate({ where: { projectId }, _max: { version: true } });
  return (_max.version ?? 0) + 1;
}

/** Newest version first; one more than asked tells whether there is a next page. */
export function findCalibrationPage(
  db: Database,
  projectId: string,
  { take, after }: TimeKeyPage,
): Promise<Calibration[]> {
  return db.calibration.findMany({
    where: { projectId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}
