import { recordAudit } from '@/graphql/audit/record-audit';
import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { ChangeMemberRoleInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { TeamRow } from '@/graphql/rows';
import { changeTeam, requireRole } from '@/graphql/teams/change-team';
import { requireAnotherOwner } from '@/graphql/teams/require-another-owner';
import { revokeInvitationsBeyond } from '@/graphql/teams/revoke-invitation';
import { permissionToChange } from '@/graphql/teams/role-rules';
import { findRole, putMembership } from '@/prisma/queries/memberships';

/** Gives a member another role. Only owners make owners or change them, and one owner stays. */
export async function changeMemberRole(context: Context, input: ChangeMemberRoleInput): Promise<{ team: TeamRow }> {
  const teamId = keyOf('Team', input.teamId, 'teamId');
  const memberId = keyOf('User', input.userId, 'userId');
  return changeTeam(context, teamId, 'member:change', async (tx, { viewer, team, role }) => {
    const before = await findRole(tx, teamId, memberId);
    if (!before) throw notFound('member', 'userId');
    requireRole(role, permissionToChange(before, input.role), 'role');
    if (before === input.role) return { team };
    if (before === 'OWNER') await requireAnotherOwner(tx, teamId, 'role');
    await putMembership(tx, teamId, memberId, input.role);
    await revokeInvitationsBeyond(tx, viewer, { teamId, memberId, role: input.role });
    await recordAudit(
      tx,
      viewer,
      'member.role_changed',
      { teamId, type: 'User', id: memberId },
      { from: before, to: input.role },
    );
    return { team };
  });
}
