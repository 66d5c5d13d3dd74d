import type { InvitationStatus } from '@/graphql/generated/resolver-types';
import type { InvitationRow } from '@/graphql/rows';

/** Where an invitation stands; what ended it first is what counts. */
export function invitationStatus(
  { acceptedAt, revokedAt, expiresAt }: Pick<InvitationRow, 'acceptedAt' | 'revokedAt' | 'expiresAt'>,
  now: Date,
): InvitationStatus {
  if (acceptedAt) return 'ACCEPTED';
  if (revokedAt) return 'REVOKED';
  return expiresAt <= now ? 'EXPIRED' : 'OPEN';
}
