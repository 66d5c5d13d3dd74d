import type { AuthOptions } from 'next-auth';
import type { CredentialsConfig } from 'next-auth/providers/credentials';
import { requireAuthSettings } from '@/graphql/accounts/auth-settings';
import { readClientAddress } from '@/graphql/accounts/peer-address';
import { SESSION_MAX_AGE_S, sessionCookieName, toSessionToken } from '@/graphql/accounts/session-token';
import { signIn } from '@/graphql/accounts/sign-in';
import { AppError, isDatabaseUnavailable } from '@/graphql/errors';
import { logger } from '@/graphql/logger';
import { getDatabase } from '@/prisma/client';
import { findSessionUser } from '@/prisma/queries/users';

declare module 'next-auth' {
  interface User {
    sessionVersion: number;
  }
}

/**
 * next-auth's part: the sign-in form's exchange, its CSRF token and the sealed cookie. A cookie carries only whose it
 * is and a session version; whether that still counts is asked of the database at each request (authenticateRequest).
 */
export function createAuthOptions(): AuthOptions {
  const { secret, isSecure } = requireAuthSettings();
  return {
    secret,
    useSecureCookies: isSecure,
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_S },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [passwordProvider],
    cookies: {
      sessionToken: {
        name: sessionCookieName(isSecure),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure },
      },
    },
    callbacks: {
      // Only at sign-in is there a user: each sign-in seals a token of its own, with a new id.
      jwt: async ({ token, user }) =>
        user ? { sub: user.id, sessionVersion: user.sessionVersion } : renewed(token as Record<string, unknown>),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => toOwnPage(url, baseUrl),
    },
    logger: {
      error: (code, metadata) => {
        if (code !== 'JWT_SESSION_ERROR') logger.error({ code, err: metadata }, 'sign-in failed unexpectedly');
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** Where to go after signing in or out: a page of this installation, whatever the request asks for. */
function toOwnPage(url: string, baseUrl: string): string {
  const asked = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : null;
  return asked?.origin === baseUrl ? asked.href : baseUrl;
}

/** What `error` in the answer to a sign-in can be, besides next-auth's own CredentialsSignin for a wrong password. */
export type SignInErrorCode = 'RATE_LIMITED' | 'DATABASE_UNAVAILABLE' | 'INTERNAL_SERVER_ERROR';

/** next-auth puts the message into an address, so it holds a code and nothing else. */
class SignInError extends Error {
  override readonly name = 'SignInError';
  constructor(code: SignInErrorCode) {
    super(code);
  }
}

const passwordProvider: CredentialsConfig = {
  id: 'credentials',
  name: 'Password',
  type: 'credentials',
  credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
  authorize: async (given, request) => {
    const { email, password } = given ?? {};
    if (typeof email !== 'string' || typeof password !== 'string') return null;
    const headers: Record<string, unknown> = request.headers ?? {};
    const address = readClientAddress((name) => (typeof headers[name] === 'string' ? headers[name] : null));
    try {
      const account = await signIn({ email, password, address });
      return account && { id: account.id, sessionVersion: account.sessionVersion };
    } catch (error) {
      throw new SignInError(codeOf(error));
    }
  },
};

function codeOf(error: unknown): SignInErrorCode {
  if (error instanceof AppError && error.code === 'RATE_LIMITED') return 'RATE_LIMITED';
  if (isDatabaseUnavailable(error)) return 'DATABASE_UNAVAILABLE';
  logger.error({ err: error }, 'sign-in failed unexpectedly');
  return 'INTERNAL_SERVER_ERROR';
}

/** A session asked for again: sealed anew while it counts; next-auth takes the cookie away when this throws. */
async function renewed(claims: Record<string, unknown>): Promise<{ sub: string; sessionVersion: number }> {
  const session = toSessionToken(claims);
  if (!session) throw new AppError('UNAUTHENTICATED', 'This is no session of ours.');
  const token = { sub: session.userId, sessionVersion: session.sessionVersion };
  try {
    if (await findSessionUser(getDatabase(), session.userId, session.sessionVersion)) return token;
  } catch (error) {
    if (isDatabaseUnavailable(error)) return token; // nobody is signed out because the database is away
    throw error;
  }
  throw new AppError('UNAUTHENTICATED', 'This session has ended.');
}
