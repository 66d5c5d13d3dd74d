import type { Database } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';

/** What a sample is drawn from: scored documents that are no duplicates, or those of them ranked below a threshold. */
export interface SampleFrame {
  readonly projectId: string;
  /** Null: all of them. */
  readonly below: number | null;
}

/** Of the model alone, as labels are read with: an override moves one document and says nothing of its stratum. */
const SCORE = Prisma.sql`coalesce("calibratedScore", "rawScore")`;

function inFrame({ projectId, below }: SampleFrame): Prisma.Sql {
  const excluded = below === null ? Prisma.empty : Prisma.sql`AND "rankOrder" > ${String(-below)}::float8`;
  return Prisma.sql`"projectId" = ${projectId}::uuid AND "duplicateOfId" IS NULL AND "status" = 'SCORED'
    AND "rawScore" IS NOT NULL ${excluded}`;
}

/** Ordinal of the range a score lies in: the number of lower edges at or below it. */
function ordinalOf(edges: readonly number[]): Prisma.Sql {
  return edges.length === 0 ? Prisma.sql`0` : Prisma.sql`width_bucket(${SCORE}, ${edges.map(String)}::float8[])`;
}

export interface FrameExtent {
  readonly count: number;
  readonly lowest: number | null;
  readonly highest: number | null;
}

export async function readFrameExtent(db: Database, frame: SampleFrame): Promise<FrameExtent> {
  const [row] = await db.$queryRaw<FrameExtent[]>`
    SELECT count(*)::int AS "count", min(${SCORE}) AS "lowest", max(${SCORE}) AS "highest"
    FROM "Document" WHERE ${inFrame(frame)}`;
  return row ?? { count: 0, lowest: null, highest: null };
}

/** The scores at these ranks, from 1 for the lowest, of the `count` documents of the frame. */
export async function findScoresAtRanks(
  db: Database,
  frame: SampleFrame,
  ranks: readonly number[],
  count: number,
): Promise<number[]> {
  // percentile_disc takes the first row whose share of the rows reaches the fraction: the middle of a rank is safe.
  const fractions = ranks.map((rank) => String((rank - 0.5) / count));
  const [row] = await db.$queryRaw<{ scores: number[] | null }[]>`
    SELECT percentile_disc(${fractions}::float8[]) WITHIN GROUP (ORDER BY ${SCORE}) AS "scores"
    FROM "Document" WHERE ${inFrame(frame)}`;
  return row?.scores ?? [];
}

export interface RangeCount {
  /** From 0, by rising score. */
  readonly ordinal: number;
  readonly count: number;
  readonly meanScore: number;
}

/** How many documents of the frame lie in each range between ascending edges; ranges without any are left out. */
export function countRanges(db: Database, frame: SampleFrame, edges: readonly number[]): Promise<RangeCount[]> {
  return db.$queryRaw<RangeCount[]>`
    SELECT ${ordinalOf(edges)} AS "ordinal", count(*)::int AS "count", avg(${SCORE}) AS "meanScore"
    FROM "Document" WHERE ${inFrame(frame)} GROUP BY 1 ORDER BY 1`;
}

export interface RangeRatings {
  readonly ordinal: number;
  readonly rated: number;
  readonly relevant: number;
}

/** What raters of earlier samples have said of documents whose scores lie in each range; ranges without any are left out. */
export function countRatedRanges(
  db: Database,
  projectId: string,
  edges: readonly number[],
  relevanceCut: number,
): Promise<RangeRatings[]> {
  return db.$queryRaw<RangeRatings[]>`
    SELECT ${ordinalOf(edges)} AS "ordinal", count(*)::int AS "rated",
           (count(*) FILTER (WHERE "rating" >= ${relevanceCut}::float8))::int AS "relevant"
    FROM (SELECT "documentId", avg("value") AS "rating" FROM "Rating"
          WHERE "sampleId" IN (SELECT "id" FROM "SampleDesign" WHERE "projectId" = ${projectId}::uuid)
            AND "kind" = 'VALIDATION' AND "isCurrent" AND "value" IS NOT NULL
          GROUP BY "documentId") AS "answers"
    JOIN "Document" ON "Document"."projectId" = ${projectId}::uuid AND "Document"."id" = "answers"."documentId"
    WHERE "rawScore" IS NOT NULL GROUP BY 1`;
}

/** A place of a stratum's random order, from 0. */
export interface FramePlace {
  readonly stratum: number;
  readonly place: number;
}

/** The documents that stand at these numbers of the frame, which is sorted by stratum and id; in the order asked. */
export async function pickFromFrame(
  db: Database,
  frame: SampleFrame,
  edges: readonly number[],
  numbers: readonly FramePlace[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "frame"."id"
    FROM unnest(${numbers.map(({ stratum }) => stratum)}::int[], ${numbers.map(({ place }) => place)}::int[])
      WITH ORDINALITY AS "drawn"("stratum", "number", "position")
    JOIN (SELECT "id", "stratum", row_number() OVER (PARTITION BY "stratum" ORDER BY "id") - 1 AS "number"
          FROM (SELECT "id", ${ordinalOf(edges)} AS "stratum" FROM "Document" WHERE ${inFrame(frame)}) AS "scored"
         ) AS "frame" USING ("stratum", "number")
    ORDER BY "drawn"."position"`;
  return rows.map(({ id }) => id);
}
