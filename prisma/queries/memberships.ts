import type { Database } from '@/prisma/client';
import type { Membership, Role } from '@/prisma/generated/client';

const COLUMNS = { teamId: true, userId: true, role: true, createdAt: true } as const;

export async function findRole(db: Database, teamId: string, userId: string): Promise<Role | null> {
  const row = await db.membership.findUnique({
    where: { teamId_userId: { teamId, userId } },
    select: { role: true },
  });
  return row?.role ?? null;
}

export function countOwners(db: Database, teamId: string): Promise<number> {
  return db.membership.count({ where: { teamId, role: 'OWNER' } });
}

export async function putMembership(db: Database, teamId: string, userId: string, role: Role): Promise<void> {
  await db.membership.upsert({
    where: { teamId_userId: { teamId, userId } },
    create: { teamId, userId, role },
    update: { role },
    select: { role: true },
  });
}

export async function deleteMembership(db: Database, teamId: string, userId: string): Promise<void> {
  await db.membership.delete({ where: { teamId_userId: { teamId, userId } }, select: { role: true } });
}

export async function hasMemberWithEmail(db: Database, teamId: string, email: string): Promise<boolean> {
  return (await db.membership.findFirst({ where: { teamId, user: { email } }, select: { role: true } })) !== null;
}

/** Members of a team, those who joined first first. */
export function listMembers(
  db: Database,
  teamId: string,
  { after, take }: { readonly after: { readonly createdAt: Date; readonly id: string } | null; readonly take: number },
): Promise<Membership[]> {
  const later = after && [
    { createdAt: { gt: after.createdAt } },
    { createdAt: after.createdAt, userId: { gt: after.id } },
  ];
  return db.membership.findMany({
    where: { teamId, ...(later ? { OR: later } : {}) },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    take,
    select: COLUMNS,
  });
}

export function countMembers(db: Database, teamId: string): Promise<number> {
  return db.membership.count({ where: { teamId } });
}
