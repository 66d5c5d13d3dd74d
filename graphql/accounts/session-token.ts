import { decode } from 'next-auth/jwt';
import { requireAuthSettings } from '@/graphql/accounts/auth-settings';

/** What a session cookie says: whose it is, and which of the account's session versions it was given under. */
export interface SessionToken {
  readonly userId: string;
  readonly sessionVersion: number;
}

/** Two weeks: a session ends then, however it is used, unless a page renews it. */
export const SESSION_MAX_AGE_S = 14 * 24 * 60 * 60;

/** A `__Secure-` name is kept by browsers only when it came over https. */
export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}

/** The session in a Cookie header; null without one, or when it is forged, damaged or past its time. */
export async function readSessionCookie(cookieHeader: string | null): Promise<SessionToken | null> {
  const { secret, isSecure } = requireAuthSettings();
  const sealed = readCookie(cookieHeader ?? '', sessionCookieName(isSecure));
  if (!sealed) return null;
  try {
    return toSessionToken(await decode({ token: sealed, secret }));
  } catch {
    return null; // whatever is wrong with it, it is not a session
  }
}

export function toSessionToken(claims: Record<string, unknown> | null): SessionToken | null {
  const userId = claims?.sub;
  const sessionVersion = claims?.sessionVersion;
  return typeof userId === 'string' && typeof sessionVersion === 'number' ? { userId, sessionVersion } : null;
}

function readCookie(header: string, name: string): string | null {
  const start = `${name}=`;
  const pair = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(start));
  return pair?.slice(start.length) || null;
}
