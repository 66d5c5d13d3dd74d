import type { Database } from '@/prisma/client';
import type { Rating } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from '@/prisma/queries/newest-first';

export type OverrideLine = Pick<Rating, 'id' | 'value' | 'supersedesId'>;

/** Every override of a document ever given or taken back; ask with the document locked to decide on them. */
export function findOverrideLines(db: Database, projectId: string, documentId: string): Promise<OverrideLine[]> {
  return db.rating.findMany({
    where: { projectId, documentId, kind: 'OVERRIDE' },
    select: { id: true, value: true, supersedesId: true },
  });
}

export interface NewOverride {
  readonly projectId: string;
  readonly documentId: string;
  readonly raterId: string;
  /** Null takes back what was in force. */
  readonly value: number | null;
  readonly reason: string;
  readonly supersedesId: string | null;
}

/**
 * Appends a line and moves "in force" to `inForceId`, to the new line (`'self'`), or to none.
 * One override of a document is in force at most, so the old one is ended first.
 */
export async function appendOverride(
  tx: Database,
  line: NewOverride,
  inForceId: string | 'self' | null,
): Promise<Rating> {
  const { projectId, documentId } = line;
  await tx.rating.updateMany({
    where: { projectId, documentId, kind: 'OVERRIDE', isCurrent: true },
    data: { isCurrent: false },
  });
  if (inForceId && inForceId !== 'self') {
    await tx.rating.update({ where: { id: inForceId }, data: { isCurrent: true }, select: { id: true } });
  }
  return tx.rating.create({ data: { ...line, kind: 'OVERRIDE', isCurrent: inForceId === 'self' } });
}

/** Newest first; one more than asked tells whether there is a next page. */
export function findOverridePage(
  db: Database,
  projectId: string,
  documentId: string,
  { take, after }: TimeKeyPage,
): Promise<Rating[]> {
  return db.rating.findMany({
    where: { projectId, documentId, kind: 'OVERRIDE', ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export function countOverrides(db: Database, projectId: string, documentId: string): Promise<number> {
  return db.rating.count({ where: { projectId, documentId, kind: 'OVERRIDE' } });
}
