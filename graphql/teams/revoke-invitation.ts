import { recordAudit } from '@/graphql/audit/record-audit';
import type { Context, Viewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { RevokeInvitationInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { InvitationRow } from '@/graphql/rows';
import { changeTeam, requireRole } from '@/graphql/teams/change-team';
import { findInvitation } from '@/graphql/teams/find-invitation';
import { invitationStatus } from '@/graphql/teams/invitation-status';
import { permissionToChange, rolesBeyond } from '@/graphql/teams/role-rules';
import type { Database } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { findInvitationRow, listOpenInvitationsBy, revokeInvitationRow } from '@/prisma/queries/invitations';

/** Takes an invitation back; one that was taken back or ran out before stays as it is. */
export async function revokeInvitation(
  context: Context,
  input: RevokeInvitationInput,
): Promise<{ invitation: InvitationRow }> {
  const { id, teamId } = await findInvitation(
    context,
    keyOf('Invitation', input.invitationId, 'invitationId'),
    'invitationId',
  );
  return changeTeam(context, teamId, 'member:invite', async (tx, { viewer, role }) => {
    const invitation = await findInvitationRow(tx, id);
    if (!invitation) throw notFound('invitation', 'invitationId');
    requireRole(role, permissionToChange(invitation.role), 'invitationId');
    const status = invitationStatus(invitation, new Date());
    if (status === 'ACCEPTED') {
      throw new AppError('CONFLICT', 'This invitation was accepted. Remove the member instead.', ['invitationId']);
    }
    return { invitation: status === 'OPEN' ? await revoke(tx, viewer, invitation) : invitation };
  });
}

/**
 * Takes back the open invitations of a member that their role (null: none any more) does not allow: a link made while
 * one was an admin must not lead back in.
 */
export async function revokeInvitationsBeyond(
  tx: Database,
  viewer: Viewer,
  { teamId, memberId, role }: { readonly teamId: string; readonly memberId: string; readonly role: Role | null },
): Promise<void> {
  const roles = rolesBeyond(role);
  if (roles.length === 0) return;
  for (const invitation of await listOpenInvitationsBy(tx, teamId, memberId, { roles, now: new Date() })) {
    await revoke(tx, viewer, invitation);
  }
}

async function revoke(
  tx: Database,
  viewer: Viewer,
  { id, teamId, email, role }: InvitationRow,
): Promise<InvitationRow> {
  const revoked = await revokeInvitationRow(tx, teamId, id, new Date());
  await recordAudit(tx, viewer, 'invitation.revoked', { teamId, type: 'Invitation', id }, { role, email });
  return revoked;
}
