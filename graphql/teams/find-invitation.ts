import { type Context, requirePermission, requireViewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { InvitationRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findInvitationRow } from '@/prisma/queries/invitations';

/** For those who may invite. @throws AppError NOT_FOUND, FORBIDDEN */
export async function findInvitation(context: Context, invitationId: string, field = 'id'): Promise<InvitationRow> {
  requireViewer(context);
  const invitation = await findInvitationRow(getDatabase(), invitationId);
  if (!invitation) throw notFound('invitation', field);
  await requirePermission(context, invitation.teamId, 'member:invite', 'invitation', field);
  return invitation;
}
