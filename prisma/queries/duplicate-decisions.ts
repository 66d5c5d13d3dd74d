import type { Database } from '../client';
import type { DuplicateDecision } from '../generated/client';

export type DecisionRow = DuplicateDecision;

type NewDecision = Pick<
  DuplicateDecision,
  'projectId' | 'documentId' | 'otherId' | 'kind' | 'keys' | 'newKey' | 'decidedById'
>;

/** A join, by the keys of the group that follows now. */
export async function insertJoin(tx: Database, join: Omit<NewDecision, 'kind'>): Promise<void> {
  await tx.duplicateDecision.create({ data: { ...join, kind: 'JOIN' }, select: { id: true } });
}

/** A split, with the hash of what the document holds (ingestion/document/dedup-key.ts, contentHash), computed here. */
export async function insertSplit(tx: Database, split: Omit<NewDecision, 'kind'>): Promise<void> {
  const { id } = await tx.duplicateDecision.create({ data: { ...split, kind: 'SPLIT' }, select: { id: true } });
  await tx.$executeRaw`
    UPDATE "DuplicateDecision" decision SET "contentHash" = left(encode(sha256(convert_to(
      CASE WHEN document."title" IS NULL OR body."metadata" -> 'titleDerived' = 'true'::jsonb THEN body."text"
        ELSE document."title" || E'\n\n' || body."text" END, 'UTF8')), 'hex'), 32)
    FROM "Document" document JOIN "DocumentText" body
      ON body."projectId" = document."projectId" AND body."documentId" = document."id"
    WHERE decision."id" = ${id}::uuid AND document."projectId" = decision."projectId"
      AND document."id" = decision."documentId"`;
}

/** The newest decision about a document that was not taken back. */
export function findDecisionOn(db: Database, projectId: string, documentId: string): Promise<DecisionRow | null> {
  return db.duplicateDecision.findFirst({
    where: { projectId, documentId, undoneAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
}

/** Keys that a person's joins have put into one group with this one, nearest first; it is not among them. */
export async function findJoinedKeys(db: Database, projectId: string, key: string): Promise<string[]> {
  const joins = await db.duplicateDecision.findMany({
    where: { projectId, kind: 'JOIN', undoneAt: null, OR: [{ keys: { has: key } }, { newKey: key }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { keys: true, newKey: true },
  });
  return [...new Set(joins.flatMap(({ keys, newKey }) => [newKey, ...keys]))].filter((other) => other !== key);
}

/** False when it was taken back before. */
export async function takeBackDecision(tx: Database, id: string): Promise<boolean> {
  const { count } = await tx.duplicateDecision.updateMany({
    where: { id, undoneAt: null },
    data: { undoneAt: new Date() },
  });
  return count === 1;
}
