import type { Database } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import type { TimeKeyPage } from '@/prisma/queries/newest-first';

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
    JOIN "SampleDesign" AS "design" ON "design"."id" = "drawn"."sampleId"
    JOIN "Document" AS "document" ON "document"."projectId" = "drawn"."projectId" AND "document"."id" = "drawn"."documentId"
    JOIN "DocumentText" AS "text" ON "text"."projectId" = "drawn"."projectId" AND "text"."documentId" = "drawn"."documentId"
    LEFT JOIN "Rating" AS "answer" ON "answer"."sampleId" = "drawn"."sampleId" AND "answer"."documentId" = "drawn"."documentId"
      AND "answer"."raterId" = ${raterId}::uuid AND "answer"."kind" = 'VALIDATION' AND "answer"."isCurrent"
    WHERE "drawn"."sampleId" = ${sampleId}::uuid AND "drawn"."position" IS NOT NULL AND ${rest}`;
}

/**
 * Not answered by this rater, nor rated by as many others as the sample asks for. Who skipped a document has not rated
 * it: another rater may be able to.
 */
const IS_OFFERED = Prisma.sql`"answer"."id" IS NULL AND "design"."ratersPerDocument" > (
  SELECT count(*) FROM "Rating" AS "given"
  WHERE "given"."sampleId" = "drawn"."sampleId" AND "given"."documentId" = "drawn"."documentId"
    AND "given"."kind" = 'VALIDATION' AND "given"."isCurrent" AND "given"."value" IS NOT NULL)`;

/** The first documents that are offered to this rater, in the order in which the sample is shown. */
export function findOfferedItems(db: Database, sampleId: string, raterId: string, take: number): Promise<BlindItem[]> {
  const rest = Prisma.sql`${IS_OFFERED} ORDER BY "drawn"."position" LIMIT ${take}::int`;
  return db.$queryRaw<BlindItem[]>(blindItems(sampleId, raterId, rest));
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

/**
 * The drawn document behind an item, its row locked so that two answers to it are written one after the other. The sample
 * is held before it, as by whoever deletes one: the other way round the two would wait for each other.
 */
export async function lockDrawnDocument(tx: Database, sampleId: string, position: number): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ documentId: string }[]>`
    WITH "design" AS MATERIALIZED (SELECT "id" FROM "SampleDesign" WHERE "id" = ${sampleId}::uuid FOR KEY SHARE)
    SELECT "drawn"."documentId" FROM "design" JOIN "SampledDocument" AS "drawn" ON "drawn"."sampleId" = "design"."id"
    WHERE "drawn"."position" = ${position}::int FOR NO KEY UPDATE OF "drawn"`;
  return row?.documentId ?? null;
}

export interface AnswerOf {
  readonly projectId: string;
  readonly documentId: string;
  readonly sampleId: string;
  readonly raterId: string;
}

export interface NewAnswer extends AnswerOf {
  /** Null passes over the document. */
  readonly value: number | null;
  readonly reason: string;
}

/** The answer in force that a new line supersedes. */
export interface EarlierAnswer {
  readonly value: number | null;
}

/** Appends the rater's answer; the one it changes stays, superseded. Returns the value it changes, null for none. */
export async function appendAnswer(
  tx: Database,
  answer: NewAnswer,
): Promise<{ ratingId: string; before: EarlierAnswer | null }> {
  const last = await endAnswer(tx, answer);
  const { id } = await tx.rating.create({
    data: { ...answer, kind: 'VALIDATION', supersedesId: last?.id ?? null },
    select: { id: true },
  });
  return { ratingId: id, before: last?.isCurrent ? last : null };
}

/** Appends a line that is in force for nothing: the rater has no answer any more. Null when there was none. */
export async function appendWithdrawal(
  tx: Database,
  answer: AnswerOf,
): Promise<{ ratingId: string; before: EarlierAnswer } | null> {
  const last = await endAnswer(tx, answer);
  if (!last?.isCurrent) return null;
  const { id } = await tx.rating.create({
    data: { ...answer, kind: 'VALIDATION', value: null, isCurrent: false, supersedesId: last.id },
    select: { id: true },
  });
  return { ratingId: id, before: last };
}

/** The rater's last line on the document, a withdrawal included, no longer in force. Ask with the document locked. */
async function endAnswer(tx: Database, { sampleId, documentId, raterId }: AnswerOf) {
  const last = await tx.rating.findFirst({
    where: { sampleId, documentId, raterId, kind: 'VALIDATION', superseded: null },
    select: { id: true, value: true, isCurrent: true },
  });
  if (last?.isCurrent)
    await tx.rating.update({ where: { id: last.id }, data: { isCurrent: false }, select: { id: true } });
  return last;
}
