import type { Database } from '@/prisma/client';
import type { Invitation, Role } from '@/prisma/generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from './newest-first';

const COLUMNS = {
  id: true,
  teamId: true,
  email: true,
  role: true,
  tokenHash: true,
  invitedById: true,
  createdAt: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
} as const;

const isOpen = (teamId: string, now: Date) => ({ teamId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } });

export function insertInvitation(
  db: Database,
  invitation: Pick<Invitation, 'id' | 'teamId' | 'email' | 'role' | 'tokenHash' | 'invitedById' | 'expiresAt'>,
): Promise<Invitation> {
  return db.invitation.create({ data: invitation, select: COLUMNS });
}

export function findInvitationRow(db: Database, invitationId: string): Promise<Invitation | null> {
  return db.invitation.findUnique({ where: { id: invitationId }, select: COLUMNS });
}

/** An invitation by the hash of its link's secret, with what its bearer may see. */
export function findInvitationByHash(db: Database, tokenHash: string) {
  return db.invitation.findUnique({
    where: { tokenHash },
    select: { ...COLUMNS, team: { select: { name: true } }, invitedBy: { select: { name: true } } },
  });
}

export function countOpenInvitations(db: Database, teamId: string, now: Date): Promise<number> {
  return db.invitation.count({ where: isOpen(teamId, now) });
}

export function listOpenInvitations(
  db: Database,
  teamId: string,
  { after, take, now }: TimeKeyPage & { readonly now: Date },
): Promise<Invitation[]> {
  return db.invitation.findMany({
    where: { ...isOpen(teamId, now), ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take,
    select: COLUMNS,
  });
}

/** Open invitations to any of these roles that one member gave out. */
export function listOpenInvitationsBy(
  db: Database,
  teamId: string,
  invitedById: string,
  { roles, now }: { readonly roles: Role[]; readonly now: Date },
): Promise<Invitation[]> {
  return db.invitation.findMany({
    where: { ...isOpen(teamId, now), invitedById, role: { in: roles } },
    orderBy: NEWEST_FIRST,
    select: COLUMNS,
  });
}

export function revokeInvitationRow(db: Database, teamId: string, id: string, revokedAt: Date): Promise<Invitation> {
  return db.invitation.update({ where: { id, teamId }, data: { revokedAt }, select: COLUMNS });
}

export async function markAccepted(db: Database, teamId: string, id: string, acceptedAt: Date): Promise<void> {
  await db.invitation.update({ where: { id, teamId }, data: { acceptedAt }, select: { id: true } });
}
