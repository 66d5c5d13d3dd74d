import type { Database } from '@/prisma/client';
import type { Team } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from './newest-first';

const COLUMNS = { id: true, name: true, createdAt: true } as const;

/** A team and its first owner. */
export function insertTeam(db: Database, name: string, ownerId: string): Promise<Team> {
  return db.team.create({
    data: { name, memberships: { create: { userId: ownerId, role: 'OWNER' } } },
    select: COLUMNS,
  });
}

export function renameTeam(db: Database, teamId: string, name: string): Promise<Team> {
  return db.team.update({ where: { id: teamId }, data: { name }, select: COLUMNS });
}

/** Changes of a team's people go one after the other from here; its projects may go on being written. */
export async function lockTeam(tx: Database, teamId: string): Promise<Team | null> {
  const [row] = await tx.$queryRaw<Team[]>`
    SELECT "id", "name", "createdAt" FROM "Team" WHERE "id" = ${teamId}::uuid FOR NO KEY UPDATE`;
  return row ?? null;
}

/** Teams a person belongs to, newest first. */
export function listTeamsOf(db: Database, userId: string, { after, take }: TimeKeyPage): Promise<Team[]> {
  return db.team.findMany({
    where: { memberships: { some: { userId } }, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take,
    select: COLUMNS,
  });
}

export function countTeamsOf(db: Database, userId: string): Promise<number> {
  return db.membership.count({ where: { userId } });
}

/** Every team's, in the same fixed order. */
export async function listTeamIds(db: Database): Promise<string[]> {
  const rows = await db.team.findMany({ orderBy: { id: 'asc' }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Ids in one fixed order, which is also the order in which their records may be locked. */
export async function listTeamIdsOf(db: Database, userId: string): Promise<string[]> {
  const rows = await db.membership.findMany({
    where: { userId },
    orderBy: { teamId: 'asc' },
    select: { teamId: true },
  });
  return rows.map((row) => row.teamId);
}
