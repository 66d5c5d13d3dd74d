import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { RemoveMemberInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { TeamRow } from '@/graphql/rows';
import { changeTeam, requireRole } from '@/graphql/teams/change-team';
import { requireAnotherOwner } from '@/graphql/teams/require-another-owner';
import { revokeInvitationsBeyond } from '@/graphql/teams/revoke-invitation';
import { permissionToChange } from '@/graphql/teams/role-rules';
import { deleteMembership, findRole } from '@/prisma/queries/memberships';

/** Takes a member out of the team, or leaves it oneself; then there is no team to show. One owner stays. */
export async function removeMember(context: Context, input: RemoveMemberInput): Promise<{ team: TeamRow | null }> {
  const teamId = keyOf('Team', input.teamId, 'teamId');
  const memberId = keyOf('User', input.userId, 'userId');
  const isLeaving = memberId === requireViewer(context).id;
  return changeTeam(context, teamId, isLeaving ? 'team:read' : 'member:change', async (tx, { viewer, team, role }) => {
    const memberRole = await findRole(tx, teamId, memberId);
    if (!memberRole) throw notFound('member', 'userId');
    if (!isLeaving) requireRole(role, permissionToChange(memberRole), 'userId');
    if (memberRole === 'OWNER') await requireAnotherOwner(tx, teamId, 'userId');
    await deleteMembership(tx, teamId, memberId);
    await revokeInvitationsBeyond(tx, viewer, { teamId, memberId, role: null });
    await recordAudit(
      tx,
      viewer,
      isLeaving ? 'member.left' : 'member.removed',
      { teamId, type: 'User', id: memberId },
      { role: memberRole },
    );
    return { team: isLeaving ? null : team };
  });
}
