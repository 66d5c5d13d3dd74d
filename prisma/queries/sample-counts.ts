import type { Database } from '@/prisma/client';

export interface SampleCounts {
  /** Documents with an answer of anyone, skips included. */
  readonly answered: number;
  /** Documents with at least one value. */
  readonly rated: number;
  /** Rated documents whose mean is at or above the project's relevance cut. */
  readonly relevant: number;
  /** Documents with as many values as the sample asks for. */
  readonly complete: number;
}

export async function countSampleAnswers(
  db: Database,
  sampleIds: readonly string[],
): Promise<Map<string, SampleCounts>> {
  const rows = await db.$queryRaw<(SampleCounts & { sampleId: string })[]>`
    SELECT "sampleId", count(*)::int AS "answered", count("mean")::int AS "rated",
           (count(*) FILTER (WHERE "mean" >= "relevanceCut"))::int AS "relevant",
           (count(*) FILTER (WHERE "values" >= "ratersPerDocument"))::int AS "complete"
    FROM (SELECT "sampleId", avg("value") AS "mean", count("value") AS "values" FROM "Rating"
          WHERE "sampleId" = ANY(${[...sampleIds]}::uuid[]) AND "kind" = 'VALIDATION' AND "isCurrent"
          GROUP BY "sampleId", "documentId") AS "answers"
    JOIN "SampleDesign" ON "SampleDesign"."id" = "answers"."sampleId"
    JOIN "Project" ON "Project"."id" = "SampleDesign"."projectId"
    GROUP BY "sampleId"`;
  return new Map(rows.map((row) => [row.sampleId, row]));
}

/** How much one person has answered of one sample. */
export interface RaterCounts {
  readonly sampleId: string;
  readonly raterId: string;
  readonly answered: number;
  readonly rated: number;
  readonly lastAnsweredAt: Date;
}

/** Who has answered, most first. */
export function countByRater(db: Database, sampleIds: readonly string[]): Promise<RaterCounts[]> {
  return db.$queryRaw<RaterCounts[]>`
    SELECT "sampleId", "raterId", count(*)::int AS "answered", count("value")::int AS "rated",
           max("createdAt") AS "lastAnsweredAt"
    FROM "Rating" WHERE "sampleId" = ANY(${[...sampleIds]}::uuid[]) AND "kind" = 'VALIDATION' AND "isCurrent"
    GROUP BY "sampleId", "raterId" ORDER BY "answered" DESC, "raterId"`;
}

/** A reason for passing documents over, and how many answers in force gave it. */
export interface SkipReasonCount {
  readonly sampleId: string;
  readonly reason: string;
  readonly count: number;
  /** Of the sample, those that are not among these too. */
  readonly reasonsInAll: number;
}

const MOST_REASONS = 50;

/** Reasons of each sample, most frequent first; of those that differ in capitals alone the first spelling by the alphabet. */
export function countSkipReasons(db: Database, sampleIds: readonly string[]): Promise<SkipReasonCount[]> {
  return db.$queryRaw<SkipReasonCount[]>`
    SELECT "sampleId", "reason", "count", "reasonsInAll" FROM (
      SELECT "sampleId", min(trim("reason")) AS "reason", count(*)::int AS "count",
             row_number() OVER (PARTITION BY "sampleId" ORDER BY count(*) DESC, lower(trim("reason"))) AS "place",
             (count(*) OVER (PARTITION BY "sampleId"))::int AS "reasonsInAll"
      FROM "Rating" WHERE "sampleId" = ANY(${[...sampleIds]}::uuid[]) AND "kind" = 'VALIDATION' AND "isCurrent"
        AND "value" IS NULL
      GROUP BY "sampleId", lower(trim("reason"))) AS "reasons"
    WHERE "place" <= ${MOST_REASONS} ORDER BY "sampleId", "place"`;
}

/** Documents that are still there of those drawn, by sample. */
export async function countPresent(db: Database, sampleIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ sampleId: string; count: number }[]>`
    SELECT "sampleId", count(*)::int AS "count" FROM "SampledDocument"
    WHERE "sampleId" = ANY(${[...sampleIds]}::uuid[]) AND "position" IS NOT NULL GROUP BY "sampleId"`;
  return new Map(rows.map(({ sampleId, count }) => [sampleId, count]));
}

/** A rater and a sample. */
export interface RaterOfSample {
  readonly sampleId: string;
  readonly raterId: string;
}

/** Documents that each sample still offers to each rater (`IS_OFFERED` of sample-answers.ts, over whole samples). */
export async function countOffered(db: Database, asked: readonly RaterOfSample[]): Promise<Map<string, number>> {
  const sampleIds = asked.map(({ sampleId }) => sampleId);
  const rows = await db.$queryRaw<(RaterOfSample & { count: number })[]>`
    SELECT "asked"."sampleId", "asked"."raterId", count(*)::int AS "count"
    FROM unnest(${sampleIds}::uuid[], ${asked.map(({ raterId }) => raterId)}::uuid[]) AS "asked"("sampleId", "raterId")
    JOIN "SampleDesign" AS "design" ON "design"."id" = "asked"."sampleId"
    JOIN "SampledDocument" AS "drawn" ON "drawn"."sampleId" = "asked"."sampleId" AND "drawn"."position" IS NOT NULL
    LEFT JOIN (SELECT "sampleId", "documentId", count("value") AS "values", array_agg("raterId") AS "raterIds"
               FROM "Rating" WHERE "sampleId" = ANY(${sampleIds}::uuid[]) AND "kind" = 'VALIDATION' AND "isCurrent"
               GROUP BY "sampleId", "documentId") AS "given"
      ON "given"."sampleId" = "drawn"."sampleId" AND "given"."documentId" = "drawn"."documentId"
    WHERE coalesce("given"."values", 0) < "design"."ratersPerDocument"
      AND NOT coalesce("asked"."raterId" = ANY("given"."raterIds"), false)
    GROUP BY "asked"."sampleId", "asked"."raterId"`;
  return new Map(rows.map((row) => [offerKey(row), row.count]));
}

export function offerKey({ sampleId, raterId }: RaterOfSample): string {
  return `${sampleId} ${raterId}`;
}
