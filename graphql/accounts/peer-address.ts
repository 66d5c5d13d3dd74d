import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { requireAuthSettings } from '@/graphql/accounts/auth-settings';

/** Carries the address of the connection's other end through Next, which has no place for it; callers cannot set it. */
const PEER_HEADER = 'x-winnow-peer';

let isNoting = false;

/**
 * From now on each request this process serves carries the address it came from. Next believes any X-Forwarded-For a
 * caller sends, and with it the limit per address could be walked around.
 */
export function notePeerAddresses(): void {
  if (isNoting) return;
  isNoting = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
  });
}

/** The address a request came from, behind as many proxies as the settings say to trust; null when it is not known. */
export function readClientAddress(header: (name: string) => string | null): string | null {
  const peer = header(PEER_HEADER) || null;
  const { trustedProxies } = requireAuthSettings();
  if (trustedProxies === 0) return peer;
  const forwarded = (header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  return forwarded.at(-trustedProxies) || peer;
}
