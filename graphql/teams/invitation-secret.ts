import { createHmac } from 'node:crypto';
import { requireAuthSettings } from '@/graphql/accounts/auth-settings';
import { hashSecret } from '@/graphql/tokens/token-secret';

/**
 * The 256-bit secret of an invitation's link. It is derived from the installation's secret, so that a repeated request
 * can be given the same link although only its hash is kept; nobody without that secret can make one.
 */
export function createInvitationSecret(invitationId: string): string {
  return createHmac('sha256', requireAuthSettings().secret).update(`invitation:${invitationId}`).digest('base64url');
}

const FORMAT = /^[A-Za-z0-9_-]{43}$/;

/** The hash an invitation is found by, or null for a text that cannot be a secret. */
export function hashInvitationSecret(secret: string): string | null {
  return FORMAT.test(secret) ? hashSecret(secret) : null;
}

export function invitationLink(secret: string): string {
  return `${requireAuthSettings().publicUrl}/invite/${secret}`;
}
