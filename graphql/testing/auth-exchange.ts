import NextAuth from 'next-auth';
import { createAuthOptions } from '@/graphql/accounts/next-auth-options';

/** What a browser keeps between requests. */
export type CookieJar = Map<string, string>;

interface Exchange {
  readonly jar: CookieJar;
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly peer?: string;
}

interface Answer {
  status: number;
  body: unknown;
  setCookies: string[];
}

/** One request to /api/auth as a browser makes it, through next-auth itself and our options; the jar takes its cookies. */
export async function exchange({ jar, path, form, peer = '192.0.2.1' }: Exchange): Promise<Answer> {
  const answer: Answer = { status: 200, body: null, setCookies: [] };
  const request = {
    method: form ? 'POST' : 'GET',
    query: { nextauth: path.split('/') },
    cookies: Object.fromEntries(jar),
    headers: { 'x-winnow-peer': peer },
    body: form && { ...form, json: 'true' },
  };
  await nodeHandler(request, responseInto(answer), createAuthOptions());
  for (const cookie of answer.setCookies) keep(jar, cookie);
  return answer;
}

/** A whole sign-in: the CSRF token, then the form. Returns next-auth's error code, or null when it let one in. */
export async function signInAs(
  jar: CookieJar,
  credentials: { readonly email: string; readonly password: string },
  peer?: string,
): Promise<{ error: string | null; answer: Answer }> {
  const { body } = await exchange({ jar, path: 'csrf' });
  const { csrfToken } = body as { csrfToken: string };
  const form = { ...credentials, csrfToken, callbackUrl: '/' };
  const answer = await exchange({ jar, path: 'callback/credentials', form, ...(peer ? { peer } : {}) });
  const { url } = answer.body as { url: string };
  return { error: new URL(url).searchParams.get('error'), answer };
}

export function cookieHeader(jar: CookieJar): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

function responseInto(answer: Answer) {
  const response = {
    status: (status: number) => {
      answer.status = status;
      return response;
    },
    getHeader: () => answer.setCookies,
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === 'set-cookie') answer.setCookies = [value].flat();
      return response;
    },
    json: (body: unknown) => {
      answer.body = body;
    },
    send: (body: unknown) => {
      answer.body = body;
    },
    end: () => undefined,
  };
  return response;
}

function keep(jar: CookieJar, cookie: string): void {
  const [pair = ''] = cookie.split(';');
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
  if (value === '') jar.delete(name);
  else jar.set(name, value);
}

/** next-auth is CommonJS: its default export is one level deeper outside a bundler. */
const nodeHandler = (typeof NextAuth === 'function' ? NextAuth : (NextAuth as { default: unknown }).default) as (
  request: object,
  response: object,
  options: object,
) => Promise<unknown>;
