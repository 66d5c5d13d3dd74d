import { permissionsOf } from '@/graphql/access';
import { answer } from '@/graphql/answer';
import { toConnection } from '@/graphql/connection';
import { type Context, requirePermission, requireViewer, roleIn } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { Resolvers, Role } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { acceptInvitation } from '@/graphql/teams/accept-invitation';
import { changeMemberRole } from '@/graphql/teams/change-member-role';
import { createTeam } from '@/graphql/teams/create-team';
import { invitationStatus } from '@/graphql/teams/invitation-status';
import { inviteMember } from '@/graphql/teams/invite-member';
import { previewInvitation } from '@/graphql/teams/preview-invitation';
import { removeMember } from '@/graphql/teams/remove-member';
import { renameTeam } from '@/graphql/teams/rename-team';
import { revokeInvitation } from '@/graphql/teams/revoke-invitation';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countOpenInvitations, listOpenInvitations } from '@/prisma/queries/invitations';
import { countMembers, listMembers } from '@/prisma/queries/memberships';
import { countTeamsOf, listTeamsOf } from '@/prisma/queries/teams';

interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

export const teamsResolvers: Resolvers = {
  Query: {
    teams: (_root, page, context) => listOwnTeams(context, page),
    invitation: (_root, { secret }) => previewInvitation(secret),
  },
  Mutation: {
    createTeam: (_root, { input }, context) => answer(() => createTeam(context, input)),
    renameTeam: (_root, { input }, context) => answer(() => renameTeam(context, input)),
    inviteMember: async (_root, { input }, context) => ({
      link: null,
      wasMailed: null,
      ...(await answer(() => inviteMember(context, input))),
    }),
    revokeInvitation: (_root, { input }, context) => answer(() => revokeInvitation(context, input)),
    acceptInvitation: (_root, { input }, context) => answer(() => acceptInvitation(context, input)),
    changeMemberRole: (_root, { input }, context) => answer(() => changeMemberRole(context, input)),
    removeMember: (_root, { input }, context) => answer(() => removeMember(context, input)),
  },
  Team: {
    id: (team) => toGlobalId('Team', team.id),
    viewerRole: (team, _page, context) => viewerRole(context, team.id),
    viewerPermissions: async (team, _page, context) => permissionsOf(await viewerRole(context, team.id)),
    members: (team, page) => listTeamMembers(team.id, page),
    invitations: (team, page, context) => listTeamInvitations(context, team.id, page),
  },
  Membership: {
    user: (membership, _arguments, context) => requireLoaded(context.loaders.user.load(membership.userId), 'user'),
    since: (membership) => membership.createdAt,
  },
  Invitation: {
    id: (invitation) => toGlobalId('Invitation', invitation.id),
    status: (invitation) => invitationStatus(invitation, new Date()),
    invitedBy: (invitation, _arguments, context) =>
      requireLoaded(context.loaders.user.load(invitation.invitedById), 'user'),
  },
};

async function viewerRole(context: Context, teamId: string): Promise<Role> {
  const role = context.viewer && (await roleIn(context, teamId));
  if (!role) throw notFound('team');
  return role;
}

async function listOwnTeams(context: Context, page: Page) {
  const viewer = requireViewer(context);
  const { take, after } = readTimePage(page, 50);
  const [teams, total] = await Promise.all([
    listTeamsOf(getDatabase(), viewer.id, { after, take: take + 1 }),
    countTeamsOf(getDatabase(), viewer.id),
  ]);
  return toConnection(teams, take, total, timeKey, after !== null);
}

async function listTeamMembers(teamId: string, page: Page) {
  const { take, after } = readTimePage(page, 50);
  const [members, total] = await Promise.all([
    listMembers(getDatabase(), teamId, { after, take: take + 1 }),
    countMembers(getDatabase(), teamId),
  ]);
  return toConnection(
    members,
    take,
    total,
    ({ createdAt, userId }) => timeKey({ createdAt, id: userId }),
    after !== null,
  );
}

async function listTeamInvitations(context: Context, teamId: string, page: Page) {
  await requirePermission(context, teamId, 'member:invite', 'team');
  const { take, after } = readTimePage(page, 50);
  const now = new Date();
  const [invitations, total] = await Promise.all([
    listOpenInvitations(getDatabase(), teamId, { after, take: take + 1, now }),
    countOpenInvitations(getDatabase(), teamId, now),
  ]);
  return toConnection(invitations, take, total, timeKey, after !== null);
}
