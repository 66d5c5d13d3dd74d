import type { Database } from '@/prisma/client';
import { Prisma, type SecondLook } from '@/prisma/generated/client';

/** A document of a second look as its rater may see it: no score, no label, not why it is shown. */
export interface BlindSecondLook {
  readonly secondLookId: string;
  readonly position: number;
  readonly title: string | null;
  readonly text: string;
  readonly authors: string[];
  readonly journal: string | null;
  readonly year: number | null;
  readonly value: number | null;
  readonly isSkipped: boolean;
  readonly reason: string;
  readonly version: number;
}

function blindItems(secondLookId: string, rest: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT "item"."secondLookId", "item"."position", "document"."title", "text"."text", coalesce("text"."authors", '{}') AS "authors", "text"."journal",
           "document"."year", "answer"."value", "answer"."id" IS NOT NULL AND "answer"."value" IS NULL AS "isSkipped",
           coalesce("answer"."reason", '') AS "reason", "item"."version"
    FROM "SecondLookItem" AS "item"
    JOIN "Document" AS "document" ON "document"."projectId" = "item"."projectId" AND "document"."id" = "item"."documentId"
    JOIN "DocumentText" AS "text" ON "text"."projectId" = "item"."projectId" AND "text"."documentId" = "item"."documentId"
    LEFT JOIN "Rating" AS "answer" ON "answer"."id" = "item"."ratingId"
    WHERE "item"."secondLookId" = ${secondLookId}::uuid AND ${rest}`;
}

export function findOpenLooks(db: Database, secondLookId: string, take: number): Promise<BlindSecondLook[]> {
  const rest = Prisma.sql`"item"."ratingId" IS NULL ORDER BY "item"."position" LIMIT ${take}::int`;
  return db.$queryRaw<BlindSecondLook[]>(blindItems(secondLookId, rest));
}

export function findAnsweredLooks(db: Database, secondLookId: string): Promise<BlindSecondLook[]> {
  const rest = Prisma.sql`"item"."ratingId" IS NOT NULL ORDER BY "item"."position"`;
  return db.$queryRaw<BlindSecondLook[]>(blindItems(secondLookId, rest));
}

export async function findLook(db: Database, secondLookId: string, position: number): Promise<BlindSecondLook | null> {
  const [item] = await db.$queryRaw<BlindSecondLook[]>(
    blindItems(secondLookId, Prisma.sql`"item"."position" = ${position}::int`),
  );
  return item ?? null;
}

export function countAnsweredLooks(db: Database, secondLookId: string): Promise<number> {
  return db.secondLookItem.count({ where: { secondLookId, ratingId: { not: null } } });
}

export function findOpenSecondLook(db: Database, sampleId: string, raterId: string): Promise<SecondLook | null> {
  return db.secondLook.findFirst({ where: { sampleId, raterId, finishedAt: null } });
}

export function findSecondLooks(db: Database, sampleId: string, take: number): Promise<SecondLook[]> {
  return db.secondLook.findMany({ where: { sampleId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take });
}

export function countSecondLooks(db: Database, sampleId: string): Promise<number> {
  return db.secondLook.count({ where: { sampleId } });
}

/** Documents of the sample that this person has looked at again, with an answer in force. */
export async function findLookedAt(db: Database, sampleId: string, raterId: string): Promise<Set<string>> {
  const rows = await db.rating.findMany({
    where: { sampleId, raterId, kind: 'SECOND_LOOK', isCurrent: true },
    select: { documentId: true },
  });
  return new Set(rows.map(({ documentId }) => documentId));
}

/** Documents of the sample that this person has given an answer in force of. */
export async function findRatedBy(db: Database, sampleId: string, raterId: string): Promise<Set<string>> {
  const rows = await db.rating.findMany({
    where: { sampleId, raterId, kind: 'VALIDATION', isCurrent: true, value: { not: null } },
    select: { documentId: true },
  });
  return new Set(rows.map(({ documentId }) => documentId));
}

/** The sample's row, locked so that two starts of one person make one second look. */
export async function lockSample(tx: Database, sampleId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "SampleDesign" WHERE "id" = ${sampleId}::uuid FOR NO KEY UPDATE`;
}

export interface NewLook {
  readonly documentId: string;
  readonly isSuspect: boolean;
  readonly label: number;
  readonly score: number;
  readonly hasRatedBefore: boolean;
}
export type NewSecondLook = Pick<
  SecondLook,
  'projectId' | 'sampleId' | 'raterId' | 'seed' | 'method' | 'relevanceCut' | 'size'
>;

/** In the order in which they are shown. */
export async function insertSecondLook(
  tx: Database,
  look: NewSecondLook,
  items: readonly NewLook[],
): Promise<SecondLook> {
  const secondLook = await tx.secondLook.create({ data: look });
  await tx.secondLookItem.createMany({
    data: items.map((item, index) => ({
      ...item,
      secondLookId: secondLook.id,
      projectId: look.projectId,
      position: index + 1,
    })),
  });
  return secondLook;
}

export interface LockedLook {
  readonly documentId: string;
  readonly version: number;
  readonly ratingId: string | null;
  readonly finishedAt: Date | null;
}

/** The item and its second look, locked so that answers and the end come one after the other. */
export async function lockLook(tx: Database, secondLookId: string, position: number): Promise<LockedLook | null> {
  const [row] = await tx.$queryRaw<LockedLook[]>`
    SELECT "item"."documentId", "item"."version", "item"."ratingId", "look"."finishedAt"
    FROM "SecondLook" AS "look" JOIN "SecondLookItem" AS "item" ON "item"."secondLookId" = "look"."id"
    WHERE "look"."id" = ${secondLookId}::uuid AND "item"."position" = ${position}::int FOR NO KEY UPDATE`;
  return row ?? null;
}

export interface SecondLookAnswer {
  readonly projectId: string;
  readonly documentId: string;
  readonly sampleId: string;
  readonly raterId: string;
  readonly secondLookId: string;
  readonly position: number;
  readonly value: number | null;
  readonly reason: string;
}

/** Appends the answer; the rater's last line about the document, of an earlier second look too, is superseded. */
export async function appendSecondLook(
  tx: Database,
  { secondLookId, position, ...answer }: SecondLookAnswer,
): Promise<string> {
  const last = await endLook(tx, answer);
  const { id } = await tx.rating.create({
    data: { ...answer, kind: 'SECOND_LOOK', supersedesId: last },
    select: { id: true },
  });
  await setAnswer(tx, secondLookId, position, id);
  return id;
}

/** Appends a line that is in force for nothing. */
export async function appendLookWithdrawal(
  tx: Database,
  { secondLookId, position, value: _value, reason: _reason, ...answer }: SecondLookAnswer,
): Promise<string> {
  const last = await endLook(tx, answer);
  const { id } = await tx.rating.create({
    data: { ...answer, kind: 'SECOND_LOOK', value: null, isCurrent: false, supersedesId: last },
    select: { id: true },
  });
  await setAnswer(tx, secondLookId, position, null);
  return id;
}

async function endLook(
  tx: Database,
  { sampleId, documentId, raterId }: Pick<SecondLookAnswer, 'sampleId' | 'documentId' | 'raterId'>,
): Promise<string | null> {
  const last = await tx.rating.findFirst({
    where: { sampleId, documentId, raterId, kind: 'SECOND_LOOK', superseded: null },
    select: { id: true, isCurrent: true },
  });
  if (last?.isCurrent)
    await tx.rating.update({ where: { id: last.id }, data: { isCurrent: false }, select: { id: true } });
  return last?.id ?? null;
}

function setAnswer(tx: Database, secondLookId: string, position: number, ratingId: string | null) {
  return tx.secondLookItem.update({
    where: { secondLookId_position: { secondLookId, position } },
    data: { ratingId, version: { increment: 1 } },
    select: { position: true },
  });
}

/** Ends it now; one that has ended stays as it was. */
export async function finishSecondLookRow(tx: Database, id: string): Promise<boolean> {
  const { count } = await tx.secondLook.updateMany({
    where: { id, finishedAt: null },
    data: { finishedAt: new Date() },
  });
  return count === 1;
}

/** What was chosen and what was said of it; for finished second looks alone. */
export interface LookedAt {
  readonly projectId: string;
  readonly documentId: string;
  readonly isSuspect: boolean;
  readonly label: number;
  readonly score: number;
  readonly hasRatedBefore: boolean;
  readonly value: number | null;
}

export async function findLookedAtItems(db: Database, secondLookId: string): Promise<LookedAt[]> {
  const items = await db.secondLookItem.findMany({
    where: { secondLookId },
    orderBy: { position: 'asc' },
    select: {
      projectId: true,
      documentId: true,
      isSuspect: true,
      label: true,
      score: true,
      hasRatedBefore: true,
      rating: { select: { value: true } },
    },
  });
  return items.map(({ rating, ...item }) => ({ ...item, value: rating?.value ?? null }));
}
