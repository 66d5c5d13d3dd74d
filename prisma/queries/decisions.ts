import type { Database } from '@/prisma/client';
import type { Decision } from '@/prisma/generated/client';
import type { DecisionValue } from '@/prisma/generated/enums';
import { type DocumentRecord, documentSelect } from '@/prisma/queries/document-columns';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';

export type DecisionLine = Pick<Decision, 'id' | 'value' | 'supersedesId'>;

/** Every decision on a document ever given or taken back; ask with the document locked to decide on them. */
export function findDecisionLines(db: Database, projectId: string, documentId: string): Promise<DecisionLine[]> {
  return db.decision.findMany({
    where: { projectId, documentId },
    select: { id: true, value: true, supersedesId: true },
  });
}

export interface NewDecision {
  readonly projectId: string;
  readonly documentId: string;
  readonly personId: string;
  /** Null takes back what was in force. */
  readonly value: DecisionValue | null;
  readonly reason: string;
  readonly supersedesId: string | null;
}

/** Appends a line and moves "in force" to `inForceId`, to the new line (`'self'`), or to none. */
export async function appendDecision(
  tx: Database,
  line: NewDecision,
  inForceId: string | 'self' | null,
): Promise<Decision> {
  const { projectId, documentId } = line;
  await tx.decision.updateMany({ where: { projectId, documentId, isCurrent: true }, data: { isCurrent: false } });
  if (inForceId && inForceId !== 'self') {
    await tx.decision.update({ where: { id: inForceId }, data: { isCurrent: true }, select: { id: true } });
  }
  return tx.decision.create({ data: { ...line, isCurrent: inForceId === 'self' } });
}

/** The decision in force on the document's own row, which lists and filters read. */
export function setDecision(
  tx: Database,
  projectId: string,
  id: string,
  decision: DecisionValue | null,
): Promise<DocumentRecord> {
  return tx.document.update({
    where: { projectId_id: { projectId, id } },
    data: { decision, decisionVersion: { increment: 1 } },
    select: documentSelect,
  });
}

export function findCurrentDecisions(
  db: Database,
  projectId: string,
  documentIds: readonly string[],
): Promise<Decision[]> {
  return db.decision.findMany({ where: { projectId, documentId: { in: [...documentIds] }, isCurrent: true } });
}

/** Newest first; one more than asked tells whether there is a next page. */
export function findDecisionPage(
  db: Database,
  projectId: string,
  documentId: string,
  { take, after }: TimeKeyPage,
): Promise<Decision[]> {
  return db.decision.findMany({
    where: { projectId, documentId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export function countDecisions(db: Database, projectId: string, documentId: string): Promise<number> {
  return db.decision.count({ where: { projectId, documentId } });
}
