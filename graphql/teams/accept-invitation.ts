import { requireEmail } from '@/graphql/accounts/email';
import { hashPassword } from '@/graphql/accounts/password-hash';
import { requireGoodPassword } from '@/graphql/accounts/password-rules';
import { recordAudit } from '@/graphql/audit/record-audit';
import type { Context } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type { AcceptInvitationInput, InvitationStatus } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';
import type { InvitationRow, TeamRow, UserRow } from '@/graphql/rows';
import { forgetLoaded } from '@/graphql/teams/change-team';
import { hashInvitationSecret } from '@/graphql/teams/invitation-secret';
import { invitationStatus } from '@/graphql/teams/invitation-status';
import { higherRole } from '@/graphql/teams/role-rules';
import { type Database, getDatabase, inTransaction } from '@/prisma/client';
import { findInvitationByHash, markAccepted } from '@/prisma/queries/invitations';
import { findRole, putMembership } from '@/prisma/queries/memberships';
import { lockTeam } from '@/prisma/queries/teams';
import { insertUser } from '@/prisma/queries/users';

/**
 * Joins the team as the viewer, or with a new account. Accepting once more changes nothing; who is in the team already
 * keeps the higher of both roles, and a link for anybody is not used up by a member who gains nothing from it.
 */
export async function acceptInvitation(
  context: Context,
  input: AcceptInvitationInput,
): Promise<{ team: TeamRow; user: UserRow }> {
  const tokenHash = hashInvitationSecret(input.secret);
  const found = tokenHash && (await findInvitationByHash(getDatabase(), tokenHash));
  if (!found) throw new AppError('NOT_FOUND', 'This invitation link is not valid. Ask for a new one.', ['secret']);
  const newcomer = context.viewer ? null : await readNewcomer(found, input);
  const joined = await inTransaction(async (tx) => {
    const team = await lockTeam(tx, found.teamId);
    const invitation = team && (await findInvitationByHash(tx, found.tokenHash));
    if (!invitation) throw new AppError('NOT_FOUND', 'This team no longer exists.', ['secret']);
    const user = context.viewer ?? (await createAccount(tx, newcomer));
    await join(tx, invitation, user, context.viewer?.tokenId ?? null);
    return { team, user: { id: user.id, name: user.name, email: user.email } };
  });
  forgetLoaded(context, found.teamId);
  return joined;
}

interface Newcomer {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

async function readNewcomer(invitation: InvitationRow, input: AcceptInvitationInput): Promise<Newcomer> {
  requireOpen(invitationStatus(invitation, new Date()));
  const email = requireEmail(input.email ?? invitation.email ?? '');
  requireAddressee(invitation, email);
  const name = requireLine('name', input.name, 100);
  if (!input.password) throw invalid('password', 'Choose a password, or sign in first.', 'REQUIRED');
  requireGoodPassword(input.password, email);
  return { email, name, passwordHash: await hashPassword(input.password) };
}

async function createAccount(tx: Database, newcomer: Newcomer | null): Promise<UserRow> {
  const user = newcomer && (await insertUser(tx, newcomer));
  if (user) return user;
  throw new AppError('TAKEN', 'This address has an account. Sign in with it, then open the link again.', ['email']);
}

async function join(tx: Database, invitation: InvitationRow, user: UserRow, tokenId: string | null): Promise<void> {
  const { id, teamId } = invitation;
  requireAddressee(invitation, user.email);
  const before = await findRole(tx, teamId, user.id);
  const status = invitationStatus(invitation, new Date());
  if (before && status === 'ACCEPTED') return;
  requireOpen(status);
  const role = before ? higherRole(before, invitation.role) : invitation.role;
  if (role === before && !invitation.email) return;
  await markAccepted(tx, teamId, id, new Date());
  if (role === before) return;
  await putMembership(tx, teamId, user.id, role);
  const action = before ? 'member.role_changed' : 'member.joined';
  await recordAudit(
    tx,
    { id: user.id, tokenId },
    action,
    { teamId, type: 'User', id: user.id },
    { from: before, to: role, invitationId: id },
  );
}

function requireAddressee(invitation: InvitationRow, email: string): void {
  if (invitation.email === null || invitation.email === email) return;
  throw new AppError('FORBIDDEN', 'This invitation was made for another e-mail address.', ['email']);
}

function requireOpen(status: InvitationStatus): void {
  if (status === 'EXPIRED') {
    throw new AppError('EXPIRED', 'This invitation has run out. Ask for a new one.', ['secret']);
  }
  if (status === 'REVOKED') throw new AppError('CONFLICT', 'This invitation was taken back.', ['secret']);
  if (status === 'ACCEPTED') {
    throw new AppError('CONFLICT', 'This invitation was used already. If it was you, sign in.', ['secret']);
  }
}
