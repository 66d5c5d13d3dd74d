import { requireAuthSettings } from '@/graphql/accounts/auth-settings';
import { readSessionCookie } from '@/graphql/accounts/session-token';
import type { Viewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import { hashSecret, isTokenSecret } from '@/graphql/tokens/token-secret';
import { getDatabase } from '@/prisma/client';
import type { TokenScope } from '@/prisma/generated/enums';
import { findTokenByHash, recordTokenUse } from '@/prisma/queries/api-tokens';
import { findSessionUser } from '@/prisma/queries/users';

const EVERYTHING: ReadonlySet<TokenScope> = new Set(['READ', 'WRITE']);
const USE_RECORDED_EVERY_MS = 60_000;

/**
 * Who asks, looked up anew: what ended a session or a token a second ago counts now.
 *
 * A Bearer credential that is wrong in any way is an UNAUTHENTICATED fault: a program must learn that its token died.
 * A session that has ended is nobody, as a person then meets the sign-in page. A request that could change something
 * counts as its session's only when one of our own pages sent it. Headers alone are taken as a read.
 */
export async function authenticateRequest(request: Request | Headers): Promise<Viewer | null> {
  const headers = request instanceof Headers ? request : request.headers;
  const bearer = /^bearer(?:\s+(.*))?$/i.exec(headers.get('authorization') ?? '');
  if (bearer) return viewerOfToken(bearer[1]?.trim() ?? '');
  if (!(request instanceof Headers) && !isRead(request.method) && !isFromOwnPage(headers)) return null;
  return viewerOfSession(headers.get('cookie'));
}

/** The person of a session cookie, or null. */
export async function viewerOfSession(cookieHeader: string | null): Promise<Viewer | null> {
  const session = await readSessionCookie(cookieHeader);
  if (!session) return null;
  const user = await findSessionUser(getDatabase(), session.userId, session.sessionVersion);
  return user && { ...user, tokenId: null, scopes: EVERYTHING };
}

async function viewerOfToken(secret: string): Promise<Viewer> {
  const token = isTokenSecret(secret) ? await findTokenByHash(getDatabase(), hashSecret(secret)) : null;
  const now = new Date();
  const isLive = token && !token.revokedAt && !token.user.disabledAt && (!token.expiresAt || token.expiresAt > now);
  if (!isLive) {
    throw new AppError('UNAUTHENTICATED', 'This personal token is unknown, revoked or expired. Make a new one.');
  }
  const staleBefore = new Date(now.getTime() - USE_RECORDED_EVERY_MS);
  if (!token.lastUsedAt || token.lastUsedAt < staleBefore)
    await recordTokenUse(getDatabase(), token.id, now, staleBefore);
  const { id, name, email } = token.user;
  return { id, name, email, tokenId: token.id, scopes: new Set(token.scopes) };
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** A browser tells where a changing request comes from; one that tells nothing is not taken for our page. */
function isFromOwnPage(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.get('host') || host === new URL(requireAuthSettings().publicUrl).host;
}
