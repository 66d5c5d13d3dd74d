import type { Database } from '@/prisma/client';

/** Ratings in force that were given in one month, beside the scores that their documents have now. */
export interface MonthOfRatings {
  /** First moment of the month, UTC. */
  readonly month: Date;
  readonly kind: 'OVERRIDE' | 'VALIDATION';
  readonly count: number;
  /** Of score minus rating. */
  readonly mean: number;
  /** Of the same, with n - 1; null for one rating. */
  readonly deviation: number | null;
  /** Score and rating on the same side: included and relevant, or neither. */
  readonly sameSide: number;
}

/**
 * The months of a project in which ratings were given, newest first. The score is the model's own, recalibrated where
 * that is in force: an override would carry the rating into it.
 */
export function findMonthsOfRatings(
  db: Database,
  projectId: string,
  { threshold, relevanceCut, most }: { threshold: number; relevanceCut: number; most: number },
): Promise<MonthOfRatings[]> {
  return db.$queryRaw<MonthOfRatings[]>`
    SELECT "month", "kind", count(*)::int AS "count", avg("score" - "value") AS "mean",
      stddev_samp("score" - "value") AS "deviation",
      (count(*) FILTER (WHERE ("score" >= ${threshold}::float8) = ("value" >= ${relevanceCut}::float8)))::int AS "sameSide"
    FROM (SELECT date_trunc('month', "Rating"."createdAt", 'UTC') AS "month", "Rating"."kind"::text AS "kind",
            "Rating"."value", coalesce("Document"."calibratedScore", "Document"."rawScore") AS "score"
          FROM "Rating" JOIN "Document" ON "Document"."projectId" = ${projectId}::uuid AND "Document"."id" = "Rating"."documentId"
          WHERE "Rating"."projectId" = ${projectId}::uuid AND "Rating"."isCurrent" AND "Rating"."value" IS NOT NULL
            AND "Rating"."kind" IN ('OVERRIDE', 'VALIDATION') AND "Document"."rawScore" IS NOT NULL) AS "given"
    GROUP BY "month", "kind" ORDER BY "month" DESC, "kind" LIMIT ${most}::int`;
}
