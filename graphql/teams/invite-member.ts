import { v7 as createId } from 'uuid';
import { requireEmail } from '@/graphql/accounts/email';
import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requirePermission, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { InviteMemberInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { idempotent } from '@/graphql/idempotency';
import type { InvitationRow } from '@/graphql/rows';
import { beginTeamChange, requireRole } from '@/graphql/teams/change-team';
import { createInvitationSecret, invitationLink } from '@/graphql/teams/invitation-secret';
import { mailInvitation } from '@/graphql/teams/mail-invitation';
import { permissionToChange } from '@/graphql/teams/role-rules';
import { hashSecret } from '@/graphql/tokens/token-secret';
import { type Database, getDatabase } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { countOpenInvitations, findInvitationRow, insertInvitation } from '@/prisma/queries/invitations';
import { hasMemberWithEmail } from '@/prisma/queries/memberships';

const VALID_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_OPEN = 500;

export interface InvitedMember {
  readonly invitation: InvitationRow;
  /** Null in a repeated answer when the installation's secret has changed since. */
  readonly link: string | null;
  /** Null in a repeated answer: the mail is not sent twice. */
  readonly wasMailed: boolean | null;
}

/** Makes an invitation link, and mails it when it is meant for one address and there is a mail server. */
export async function inviteMember(context: Context, input: InviteMemberInput): Promise<InvitedMember> {
  const teamId = keyOf('Team', input.teamId, 'teamId');
  await requirePermission(context, teamId, 'member:invite', 'team', 'teamId');
  const email = input.email?.trim() ? requireEmail(input.email) : null;
  const asked = { teamId, role: input.role, email };
  const { response, isRepeat } = await idempotent(context, 'inviteMember', input.idempotencyKey, asked, async (tx) => ({
    invitationId: await invite(context, tx, asked),
  }));
  const invitation = await findInvitationRow(getDatabase(), response.invitationId);
  if (!invitation) throw notFound('invitation');
  const secret = createInvitationSecret(invitation.id);
  const link = hashSecret(secret) === invitation.tokenHash ? invitationLink(secret) : null;
  return { invitation, link, wasMailed: isRepeat ? null : await mail(context, invitation, link) };
}

async function invite(
  context: Context,
  tx: Database,
  { teamId, role, email }: { readonly teamId: string; readonly role: Role; readonly email: string | null },
): Promise<string> {
  const change = await beginTeamChange(context, tx, teamId, 'member:invite');
  requireRole(change.role, permissionToChange(role), 'role');
  if (email && (await hasMemberWithEmail(tx, teamId, email))) {
    throw new AppError('TAKEN', 'This person is in the team already.', ['email']);
  }
  const now = new Date();
  if ((await countOpenInvitations(tx, teamId, now)) >= MAX_OPEN) {
    throw new AppError('TOO_MANY', `A team has at most ${MAX_OPEN} open invitations. Take some back first.`);
  }
  const id = createId();
  const tokenHash = hashSecret(createInvitationSecret(id));
  const expiresAt = new Date(now.getTime() + VALID_MS);
  await insertInvitation(tx, { id, teamId, email, role, tokenHash, invitedById: change.viewer.id, expiresAt });
  await recordAudit(tx, change.viewer, 'member.invited', { teamId, type: 'Invitation', id }, { role, email });
  return id;
}

async function mail(context: Context, invitation: InvitationRow, link: string | null): Promise<boolean> {
  const { email, teamId, expiresAt } = invitation;
  const team = await context.loaders.team.load(teamId);
  if (!email || !link || !team) return false;
  return mailInvitation({
    to: email,
    teamName: team.name,
    inviterName: requireViewer(context).name,
    link,
    expiresAt,
  });
}
