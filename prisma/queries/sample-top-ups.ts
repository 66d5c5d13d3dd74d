import type { Database } from '@/prisma/client';
import { Prisma, type SampleDesign } from '@/prisma/generated/client';
import { chanceOf, type PlacedDocument } from '@/prisma/queries/samples';

/** The sample as it is now; until the transaction ends nobody else tops it up, while raters go on. */
export async function lockSample(tx: Database, sampleId: string): Promise<SampleDesign | null> {
  await tx.$queryRaw`SELECT "id" FROM "SampleDesign" WHERE "id" = ${sampleId}::uuid FOR NO KEY UPDATE`;
  return tx.sampleDesign.findUnique({ where: { id: sampleId } });
}

/** A stratum's stored order: what is drawn of it, what is left, and what raters have said. */
export interface OrderStanding {
  readonly ordinal: number;
  /** Documents of it that are drawn and still there. */
  readonly drawn: number;
  /** Documents that can still be drawn. */
  readonly left: number;
  readonly rated: number;
  readonly relevant: number;
}

/** Places that a top-up may take: behind those taken, and no duplicate since, which stands in no list. */
const IS_NEXT = Prisma.sql`"order"."position" IS NULL AND "document"."duplicateOfId" IS NULL
  AND "order"."place" >= coalesce("stratum"."size", "design"."size")`;

const ORDER = Prisma.sql`"SampledDocument" AS "order"
  JOIN "SampleDesign" AS "design" ON "design"."id" = "order"."sampleId"
  LEFT JOIN "SampleStratum" AS "stratum" ON "stratum"."sampleId" = "order"."sampleId" AND "stratum"."ordinal" = "order"."stratum"
  JOIN "Document" AS "document" ON "document"."projectId" = "order"."projectId" AND "document"."id" = "order"."documentId"`;

/** By ordinal; a stratum whose documents are all gone is left out. */
export function findOrderStandings(tx: Database, sampleId: string, relevanceCut: number): Promise<OrderStanding[]> {
  return tx.$queryRaw<OrderStanding[]>`
    SELECT "order"."stratum" AS "ordinal", count("order"."position")::int AS "drawn",
           (count(*) FILTER (WHERE ${IS_NEXT}))::int AS "left", count("answers"."rating")::int AS "rated",
           (count(*) FILTER (WHERE "answers"."rating" >= ${relevanceCut}::float8))::int AS "relevant"
    FROM ${ORDER}
    LEFT JOIN (SELECT "documentId", avg("value") AS "rating" FROM "Rating"
               WHERE "sampleId" = ${sampleId}::uuid AND "kind" = 'VALIDATION' AND "isCurrent" AND "value" IS NOT NULL
               GROUP BY "documentId") AS "answers" ON "answers"."documentId" = "order"."documentId"
    WHERE "order"."sampleId" = ${sampleId}::uuid
    GROUP BY "order"."stratum" ORDER BY "order"."stratum"`;
}

/** Documents that a top-up can still draw, by sample. */
export async function countReserves(db: Database, sampleIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ sampleId: string; count: number }[]>`
    SELECT "order"."sampleId", count(*)::int AS "count" FROM ${ORDER}
    WHERE "order"."sampleId" = ANY(${[...sampleIds]}::uuid[]) AND ${IS_NEXT} GROUP BY "order"."sampleId"`;
  return new Map(rows.map(({ sampleId, count }) => [sampleId, count]));
}

/** The next documents of one stratum's order that are still there; they stay until the transaction ends. */
export function takeNext(
  tx: Database,
  sampleId: string,
  ordinal: number,
  take: number,
): Promise<Omit<PlacedDocument, 'position'>[]> {
  return tx.$queryRaw<Omit<PlacedDocument, 'position'>[]>`
    SELECT "order"."documentId", "order"."stratum", "order"."place" FROM ${ORDER}
    WHERE "order"."sampleId" = ${sampleId}::uuid AND "order"."stratum" = ${ordinal}::int AND ${IS_NEXT}
    ORDER BY "order"."place" LIMIT ${take}::int FOR KEY SHARE OF "document"`;
}

/** Documents leave the reserve; their chance is put right by `resizeStrata`. */
export async function showDocuments(
  tx: Database,
  sampleId: string,
  documents: readonly PlacedDocument[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "SampledDocument" AS "order" SET "position" = "given"."position", "inclusionProbability" = 1
    FROM unnest(${documents.map(({ documentId }) => documentId)}::uuid[], ${documents.map(({ position }) => position)}::int[])
      AS "given"("documentId", "position")
    WHERE "order"."sampleId" = ${sampleId}::uuid AND "order"."documentId" = "given"."documentId"`;
}

export interface StratumSize {
  readonly ordinal: number;
  readonly size: number;
  readonly populationSize: number;
  readonly guessedProportion: number;
}

/** The strata as large as they are now, and with them the chance of every document that is drawn of them. */
export async function resizeStrata(tx: Database, sampleId: string, sizes: readonly StratumSize[]): Promise<void> {
  for (const { ordinal, size, guessedProportion } of sizes) {
    await tx.sampleStratum.updateMany({ where: { sampleId, ordinal }, data: { size, guessedProportion } });
  }
  await tx.$executeRaw`
    UPDATE "SampledDocument" AS "order" SET "inclusionProbability" = "given"."chance"
    FROM unnest(${sizes.map(({ ordinal }) => ordinal)}::int[], ${sizes.map((size) => String(chanceOf(size)))}::float8[])
      AS "given"("ordinal", "chance")
    WHERE "order"."sampleId" = ${sampleId}::uuid AND "order"."stratum" = "given"."ordinal" AND "order"."position" IS NOT NULL`;
}

export function resizeSample(tx: Database, sampleId: string, size: number): Promise<SampleDesign> {
  return tx.sampleDesign.update({ where: { id: sampleId }, data: { size } });
}
