import type { Database } from '@/prisma/client';
import type { AuditEvent } from '@/prisma/generated/client';

const COLUMNS = {
  teamId: true,
  sequence: true,
  id: true,
  projectId: true,
  actorId: true,
  action: true,
  subjectType: true,
  subjectId: true,
  details: true,
  occurredAt: true,
  previousHash: true,
  hash: true,
} as const;

export function findAuditEventRow(db: Database, id: string): Promise<AuditEvent | null> {
  return db.auditEvent.findUnique({ where: { id }, select: COLUMNS });
}

/** A team's events, newest first, before the one with this sequence number. */
export function listTeamEvents(
  db: Database,
  teamId: string,
  { before, take }: { readonly before: number | null; readonly take: number },
): Promise<AuditEvent[]> {
  return db.auditEvent.findMany({
    where: { teamId, ...(before === null ? {} : { sequence: { lt: before } }) },
    orderBy: { sequence: 'desc' },
    take,
    select: COLUMNS,
  });
}

/** A team's events in the order they were written, from this sequence number on. */
export function readTeamChain(
  db: Database,
  teamId: string,
  { from, take }: { readonly from: number; readonly take: number },
): Promise<AuditEvent[]> {
  return db.auditEvent.findMany({
    where: { teamId, sequence: { gte: from } },
    orderBy: { sequence: 'asc' },
    take,
    select: COLUMNS,
  });
}

/** How many events a team has: they are numbered from 1 without a gap. */
export async function countTeamEvents(db: Database, teamId: string): Promise<number> {
  const last = await db.auditEvent.findFirst({
    where: { teamId },
    orderBy: { sequence: 'desc' },
    select: { sequence: true },
  });
  return last?.sequence ?? 0;
}

export interface EventPosition {
  readonly occurredAt: Date;
  readonly sequence: number;
}

/** A project's events, newest first, by the index on its id and their time. */
export function listProjectEvents(
  db: Database,
  { teamId, projectId }: { readonly teamId: string; readonly projectId: string },
  { before, take }: { readonly before: EventPosition | null; readonly take: number },
): Promise<AuditEvent[]> {
  const earlier = before && [
    { occurredAt: { lt: before.occurredAt } },
    { occurredAt: before.occurredAt, sequence: { lt: before.sequence } },
  ];
  return db.auditEvent.findMany({
    where: { teamId, projectId, ...(earlier ? { OR: earlier } : {}) },
    orderBy: [{ occurredAt: 'desc' }, { sequence: 'desc' }],
    take,
    select: COLUMNS,
  });
}

export function countProjectEvents(db: Database, teamId: string, projectId: string): Promise<number> {
  return db.auditEvent.count({ where: { teamId, projectId } });
}
