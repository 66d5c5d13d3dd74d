import { headers } from 'next/headers';
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { cache } from 'react';
import { requireAuthSettings } from '@/graphql/accounts/auth-settings';
import { createAuthOptions } from '@/graphql/accounts/next-auth-options';
import { notePeerAddresses } from '@/graphql/accounts/peer-address';
import { viewerOfSession } from '@/graphql/authenticate';
import type { Viewer } from '@/graphql/context';

export type { SignInErrorCode } from '@/graphql/accounts/next-auth-options';

interface AuthRoute {
  readonly params: Promise<{ nextauth: string[] }>;
}

/** An e-mail address, a password and a CSRF token are far shorter. */
const MAX_BODY_BYTES = 16_384;

/** Everything under /api/auth: sign-in, sign-out, the CSRF token and the session, by next-auth. */
export async function handleAuth(request: NextRequest, route: AuthRoute): Promise<Response> {
  if (request.method === 'POST') {
    const size = request.headers.get('content-length');
    if (size === null) return new Response('A Content-Length is needed.', { status: 411 });
    if (Number(size) > MAX_BODY_BYTES) return new Response('The body is too large.', { status: 413 });
  }
  try {
    return await NextAuth(request, route, createAuthOptions());
  } catch (error) {
    if (error instanceof SyntaxError) return new Response('The body is not JSON.', { status: 400 });
    throw error;
  }
}

/** Who looks at a page, or null; asked of the database once a request however many components ask. */
export const getSessionViewer: () => Promise<Viewer | null> = cache(async () =>
  viewerOfSession((await headers()).get('cookie')),
);

/**
 * Called once when the web process starts: stops it with a clear sentence when a setting of sign-in is missing or wrong.
 *
 * @throws SettingError
 */
export function prepareAuth(): void {
  requireAuthSettings();
  notePeerAddresses();
}
