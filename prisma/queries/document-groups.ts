import { randomBytes } from 'node:crypto';
import type { Database } from '../client';
import { Prisma } from '../generated/client';

/** A group is changed by hand up to this size: more could not be moved within a request. */
export const MOST_MEMBERS = 10_000;

/** A document as groups see it. */
export interface Member {
  readonly projectId: string;
  readonly id: string;
  readonly dedupKey: string;
  readonly duplicateOfId: string | null;
  readonly overrideScore: number | null;
  readonly createdAt: Date;
}

/** What was done to a group: who is first and was not, and who was first and is not. */
export interface Regrouping {
  /** First documents that were not first before: they may have no score. */
  readonly newFirstIds: readonly string[];
}

/** The document, its row locked until the transaction ends; call it under lockProjectDocuments. */
export async function lockMember(tx: Database, projectId: string, id: string): Promise<Member | null> {
  const [row] = await tx.$queryRaw<Member[]>`
    SELECT "projectId", "id", "dedupKey", "duplicateOfId", "overrideScore", "createdAt" FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND "id" = ${id}::uuid FOR UPDATE`;
  return row ?? null;
}

/** The first of its group, locked; the document itself where it is the first. */
export async function lockFirstOf(tx: Database, projectId: string, member: Member): Promise<Member> {
  if (!member.duplicateOfId) return member;
  return (await lockMember(tx, projectId, member.duplicateOfId)) ?? member;
}

/** How many follow the document; one more than MOST_MEMBERS stands for more. */
export async function countFollowers(db: Database, projectId: string, firstId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (
      SELECT 1 FROM "Document" WHERE "projectId" = ${projectId}::uuid AND "duplicateOfId" = ${firstId}::uuid
      LIMIT ${MOST_MEMBERS + 1}::int) AS follower`;
  return row?.count ?? 0;
}

/** Keys of the documents of a group. */
export async function findKeysOfGroup(tx: Database, projectId: string, firstId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ dedupKey: string }[]>`
    SELECT DISTINCT "dedupKey" FROM "Document"
    WHERE "projectId" = ${projectId}::uuid AND ("id" = ${firstId}::uuid OR "duplicateOfId" = ${firstId}::uuid)`;
  return rows.map(({ dedupKey }) => dedupKey);
}

/** Has the loser, and all who follow it, follow the winner. */
export async function mergeGroups(tx: Database, projectId: string, winnerId: string, loserId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Document" SET "duplicateOfId" = ${winnerId}::uuid
    WHERE "projectId" = ${projectId}::uuid AND ("id" = ${loserId}::uuid OR "duplicateOfId" = ${loserId}::uuid)`;
}

/**
 * Who stays first when two groups become one: the one a person has scored, else the one that was drawn into a sample,
 * else the older one.
 */
export async function chooseFirst(tx: Database, projectId: string, ids: readonly [string, string]): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Document" document WHERE "projectId" = ${projectId}::uuid AND "id" = ANY (${[...ids]}::uuid[])
    ORDER BY ${WORTH} LIMIT 1`;
  return row?.id ?? ids[0];
}

/** Before "createdAt" and "id": a first document with what people have said about it is never hidden behind another. */
const WORTH = Prisma.sql`"overrideScore" IS NULL, NOT EXISTS (
  SELECT 1 FROM "SampledDocument" drawn
  WHERE drawn."projectId" = document."projectId" AND drawn."documentId" = document."id" AND drawn."position" IS NOT NULL
), "createdAt", "id"`;

/**
 * Takes one document out of its group under a key of its own. Null when it is the only one.
 *
 * @returns The first that the others have then, and the key.
 */
export async function splitOff(
  tx: Database,
  projectId: string,
  member: Member,
): Promise<(Regrouping & { otherId: string; newKey: string }) | null> {
  const newKey = randomBytes(16).toString('hex');
  const otherId = member.duplicateOfId ?? (await crownNext(tx, projectId, member.id, null));
  if (!otherId) return null;
  await tx.document.update({
    where: { projectId_id: { projectId, id: member.id } },
    data: { duplicateOfId: null, dedupKey: newKey },
    select: { id: true },
  });
  return { otherId, newKey, newFirstIds: [member.duplicateOfId ? member.id : otherId] };
}

/** Gives the documents of one key another. */
export async function changeKey(tx: Database, projectId: string, from: string, to: string): Promise<void> {
  await tx.document.updateMany({ where: { projectId, dedupKey: from }, data: { dedupKey: to } });
}

/** The first document of a key's group; null where no document has the key. */
export async function findFirstOfKey(tx: Database, projectId: string, dedupKey: string): Promise<string | null> {
  const row = await tx.document.findFirst({
    where: { projectId, dedupKey },
    select: { id: true, duplicateOfId: true },
  });
  return row && (row.duplicateOfId ?? row.id);
}

/** Sets the documents of a group that have one of these keys apart again. Null when that would leave one side empty. */
export async function partByKeys(
  tx: Database,
  projectId: string,
  firstId: string,
  keys: readonly string[],
): Promise<Regrouping | null> {
  const first = await lockMember(tx, projectId, firstId);
  if (!first) return null;
  const isFirstLeaving = keys.includes(first.dedupKey);
  const newFirstId = await crownNext(tx, projectId, firstId, { keys, isOneOf: !isFirstLeaving });
  return newFirstId ? { newFirstIds: [newFirstId] } : null;
}

/** One of those who follow the document becomes their first, chosen as in chooseFirst. Null when nobody follows it. */
async function crownNext(
  tx: Database,
  projectId: string,
  oldFirstId: string,
  only: { readonly keys: readonly string[]; readonly isOneOf: boolean } | null,
): Promise<string | null> {
  const [keys, isOneOf] = [only ? [...only.keys] : [], only?.isOneOf ?? false];
  const [heir] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Document" document
    WHERE "projectId" = ${projectId}::uuid AND "duplicateOfId" = ${oldFirstId}::uuid
      AND ("dedupKey" = ANY (${keys}::text[])) = ${isOneOf}::boolean
    ORDER BY ${WORTH} LIMIT 1 FOR UPDATE OF document`;
  if (!heir) return null;
  await tx.$executeRaw`
    UPDATE "Document" SET "duplicateOfId" = CASE WHEN "id" = ${heir.id}::uuid THEN NULL ELSE ${heir.id}::uuid END
    WHERE "projectId" = ${projectId}::uuid AND "duplicateOfId" = ${oldFirstId}::uuid
      AND ("dedupKey" = ANY (${keys}::text[])) = ${isOneOf}::boolean`;
  return heir.id;
}
