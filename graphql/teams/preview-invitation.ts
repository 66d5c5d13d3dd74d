import type { InvitationPreview } from '@/graphql/generated/resolver-types';
import { hashInvitationSecret } from '@/graphql/teams/invitation-secret';
import { invitationStatus } from '@/graphql/teams/invitation-status';
import { getDatabase } from '@/prisma/client';
import { findInvitationByHash } from '@/prisma/queries/invitations';

/** What the bearer of a link sees before accepting; null for a link that is none of ours. Needs no account. */
export async function previewInvitation(secret: string): Promise<InvitationPreview | null> {
  const tokenHash = hashInvitationSecret(secret);
  const found = tokenHash && (await findInvitationByHash(getDatabase(), tokenHash));
  if (!found) return null;
  return {
    teamName: found.team.name,
    role: found.role,
    email: found.email,
    invitedByName: found.invitedBy.name,
    expiresAt: found.expiresAt,
    status: invitationStatus(found, new Date()),
  };
}
