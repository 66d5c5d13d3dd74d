import type { Database } from '@/prisma/client';
import { Prisma, type SampleDesign } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';

/** The frame a sample is drawn from: scored documents that are no duplicates, by id. */
const FRAME = Prisma.sql`"duplicateOfId" IS NULL AND "status" = 'SCORED' AND "rawScore" IS NOT NULL`;

export async function countFrame(db: Database, projectId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM "Document" WHERE "projectId" = ${projectId}::uuid AND ${FRAME}`;
  return row?.count ?? 0;
}

/** The documents at these places of the frame, from 0, in the order of the places given. */
export async function pickFromFrame(db: Database, projectId: string, places: readonly number[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "frame"."id" FROM unnest(${[...places]}::int[]) WITH ORDINALITY AS "drawn"("place", "position")
    JOIN (SELECT "id", row_number() OVER (ORDER BY "id") - 1 AS "place" FROM "Document"
          WHERE "projectId" = ${projectId}::uuid AND ${FRAME}) AS "frame" USING ("place")
    ORDER BY "drawn"."position"`;
  return rows.map(({ id }) => id);
}

export interface NewSample {
  readonly projectId: string;
  readonly seed: string;
  readonly populationSize: number;
  readonly createdById: string;
  /** In the order in which they are shown. */
  readonly documentIds: readonly string[];
  readonly inclusionProbability: number;
}

/** Records the design and its documents. */
export async function insertSample(tx: Database, sample: NewSample): Promise<SampleDesign> {
  const { projectId, seed, populationSize, createdById, documentIds, inclusionProbability } = sample;
  const design = await tx.sampleDesign.create({
    data: { projectId, seed, populationSize, createdById, size: documentIds.length },
  });
  await tx.$executeRaw`
    INSERT INTO "SampledDocument" ("sampleId", "place", "position", "projectId", "documentId", "inclusionProbability")
    SELECT ${design.id}::uuid, "position" - 1, "position", ${projectId}::uuid, "documentId", ${inclusionProbability}::float8
    FROM unnest(${[...documentIds]}::uuid[]) WITH ORDINALITY AS "drawn"("documentId", "position")`;
  return design;
}

export function findSamplePage(db: Database, projectId: string, { take, after }: TimeKeyPage): Promise<SampleDesign[]> {
  return db.sampleDesign.findMany({
    where: { projectId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export interface SampleCounts {
  /** Documents with an answer of anyone, skips included. */
  readonly answered: number;
  /** Documents with at least one value. */
  readonly rated: number;
  /** Rated documents whose mean is at or above the project's relevance cut. */
  readonly relevant: number;
}

export async function countSampleAnswers(
  db: Database,
  sampleIds: readonly string[],
): Promise<Map<string, SampleCounts>> {
  const rows = await db.$queryRaw<(SampleCounts & { sampleId: string })[]>`
    SELECT "sampleId", count(*)::int AS "answered", count("mean")::int AS "rated",
           (count(*) FILTER (WHERE "mean" >= "relevanceCut"))::int AS "relevant"
    FROM (SELECT "sampleId", "projectId", avg("value") AS "mean" FROM "Rating"
          WHERE "sampleId" = ANY(${[...sampleIds]}::uuid[]) AND "kind" = 'VALIDATION' AND "isCurrent"
          GROUP BY "sampleId", "projectId", "documentId") AS "answers"
    JOIN "Project" ON "Project"."id" = "answers"."projectId"
    GROUP BY "sampleId"`;
  return new Map(rows.map((row) => [row.sampleId, row]));
}

/** A drawn document as its rater may see it. No score, no rank and nothing that leads to one is read. */
export interface BlindItem {
  readonly sampleId: string;
  readonly position: number;
  readonly title: string | null;
  readonly text: string;
  readonly authors: string[];
  readonly journal: string | null;
  readonly year: number | null;
  readonly value: number | null;
  readonly isSkipped: boolean;
  readonly reason: string;
  readonly ratingId: string | null;
  readonly answeredAt: Date | null;
}

function blindItems(sampleId: string, raterId: string, rest: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT "drawn"."sampleId", "drawn"."position", "document"."title", "text"."text", coalesce("text"."authors", '{}') AS "authors",
           "text"."journal", "document"."year", "answer"."value", "answer"."id" IS NOT NULL AND "answer"."value" IS NULL AS "isSkipped",
           coalesce("answer"."reason", '') AS "reason", "answer"."id" AS "ratingId", "answer"."createdAt" AS "answeredAt"
    FROM "SampledDocument" AS "drawn"
    JOIN "Document" AS "document" ON "document"."projectId" = "drawn"."projectId" AND "document"."id" = "drawn"."documentId"
    JOIN "DocumentText" AS "text" ON "text"."projectId" = "drawn"."projectId" AND "text"."documentId" = "drawn"."documentId"
    LEFT JOIN "Rating" AS "answer" ON "answer"."sampleId" = "drawn"."sampleId" AND "answer"."documentId" = "drawn"."documentId"
      AND "answer"."raterId" = ${raterId}::uuid AND "answer"."kind" = 'VALIDATION' AND "answer"."isCurrent"
    WHERE "drawn"."sampleId" = ${sampleId}::uuid AND "drawn"."position" IS NOT NULL AND ${rest}`;
}

/** The first document that this rater has not answered. */
export async function findNextItem(db: Database, sampleId: string, raterId: string): Promise<BlindItem | null> {
  const rest = Prisma.sql`"answer"."id" IS NULL ORDER BY "drawn"."position" LIMIT 1`;
  const [item] = await db.$queryRaw<BlindItem[]>(blindItems(sampleId, raterId, rest));
  return item ?? null;
}

export async function findItem(
  db: Database,
  sampleId: string,
  position: number,
  raterId: string,
): Promise<BlindItem | null> {
  const rest = Prisma.sql`"drawn"."position" = ${position}::int`;
  const [item] = await db.$queryRaw<BlindItem[]>(blindItems(sampleId, raterId, rest));
  return item ?? null;
}

/** What this rater has answered, newest answer first. */
export function findAnsweredPage(
  db: Database,
  sampleId: string,
  raterId: string,
  { take, after }: TimeKeyPage,
): Promise<BlindItem[]> {
  const start = after
    ? Prisma.sql`AND ("answer"."createdAt", "answer"."id") < (${after.createdAt}::timestamptz, ${after.id}::uuid)`
    : Prisma.empty;
  const rest = Prisma.sql`"answer"."id" IS NOT NULL ${start}
    ORDER BY "answer"."createdAt" DESC, "answer"."id" DESC LIMIT ${take + 1}::int`;
  return db.$queryRaw<BlindItem[]>(blindItems(sampleId, raterId, rest));
}

export function countAnswered(db: Database, sampleId: string, raterId: string): Promise<number> {
  return db.rating.count({ where: { sampleId, raterId, kind: 'VALIDATION', isCurrent: true } });
}

/** The drawn document behind an item, its row locked so that two answers to it are written one after the other. */
export async function lockDrawnDocument(tx: Database, sampleId: string, position: number): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ documentId: string }[]>`
    SELECT "documentId" FROM "SampledDocument"
    WHERE "sampleId" = ${sampleId}::uuid AND "position" = ${position}::int FOR NO KEY UPDATE`;
  return row?.documentId ?? null;
}

export interface NewAnswer {
  readonly projectId: string;
  readonly documentId: string;
  readonly sampleId: string;
  readonly raterId: string;
  /** Null passes over the document. */
  readonly value: number | null;
  readonly reason: string;
}

/** Appends the rater's answer; the one it changes stays, superseded. Returns the value it changes, null for none. */
export async function appendAnswer(
  tx: Database,
  answer: NewAnswer,
): Promise<{ ratingId: string; before: { value: number | null } | null }> {
  const { sampleId, documentId, raterId } = answer;
  const where = { sampleId, documentId, raterId, kind: 'VALIDATION' as const, isCurrent: true };
  const before = await tx.rating.findFirst({ where, select: { id: true, value: true } });
  if (before) await tx.rating.update({ where: { id: before.id }, data: { isCurrent: false }, select: { id: true } });
  const { id } = await tx.rating.create({
    data: { ...answer, kind: 'VALIDATION', supersedesId: before?.id ?? null },
    select: { id: true },
  });
  return { ratingId: id, before };
}
