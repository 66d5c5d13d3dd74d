import { InferenceError } from '../errors';
import type { HubOptions } from './hub-options';

/** A failure that the next try may not meet; `fault` is what is told when the last try meets it too. */
export class PassingTrouble extends Error {
  override readonly name = 'PassingTrouble';

  constructor(
    readonly fault: InferenceError,
    /** How long the server asked to wait. */
    readonly waitMs = 0,
  ) {
    super(fault.message);
  }
}

const MAX_REDIRECTS = 5;
/** 416: the range that was asked for is not there. */
const ANSWER_STATUSES = new Set([200, 206, 416]);
const BUSY_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/**
 * One GET with its redirects. The token goes to the hub's own origin only; a redirect may leave it for a content
 * network, but never https for http, and never for anything that is not http.
 *
 * @returns  The answer, 200, 206 or 416, its body unread.
 * @throws PassingTrouble when trying again may help, else InferenceError HUB_REFUSED, HUB_NOT_FOUND, HUB_ANSWER_INVALID.
 */
export async function fetchFromHub(
  hub: HubOptions,
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  let url = new URL(address);
  const home = new URL(hub.endpoint).origin;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const token = url.origin === home && hub.token ? { authorization: `Bearer ${hub.token}` } : null;
    const response = await ask(url, { ...headers, ...token, 'accept-encoding': 'identity' }, signal);
    if (ANSWER_STATUSES.has(response.status)) return response;
    await response.body?.cancel().catch(() => undefined);
    if (!REDIRECT_STATUSES.has(response.status)) throw refusal(response, url, hub);
    url = redirectTarget(response, url);
  }
  throw new InferenceError('HUB_ANSWER_INVALID', `The hub redirects more than ${MAX_REDIRECTS} times`, address);
}

async function ask(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers, signal, redirect: 'manual' });
  } catch (error) {
    signal.throwIfAborted();
    throw connectionTrouble(error, url);
  }
}

/** A connection that could not be made or broke off. */
export function connectionTrouble(error: unknown, url: URL): PassingTrouble {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new PassingTrouble(
    new InferenceError(
      'HUB_UNREACHABLE',
      `${url.host} cannot be reached (${reason}). Check the network, or name a mirror in HF_ENDPOINT`,
    ),
  );
}

function redirectTarget(response: Response, from: URL): URL {
  const location = response.headers.get('location');
  const target = location && URL.canParse(location, from) ? new URL(location, from) : null;
  const isAllowed = target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:');
  if (target && isAllowed && !target.username && !target.password) return target;
  throw new InferenceError(
    'HUB_ANSWER_INVALID',
    `${from.host} redirects to a place that is not followed (${target?.protocol ?? 'no address'})`,
  );
}

function refusal(response: Response, url: URL, hub: HubOptions): InferenceError | PassingTrouble {
  const { status } = response;
  const isHub = url.origin === new URL(hub.endpoint).origin;
  const what = `${url.host} answered ${status}`;
  if (BUSY_STATUSES.has(status)) {
    return new PassingTrouble(new InferenceError('HUB_BUSY', `${what}. Try again later`), retryAfterMs(response));
  }
  if (!isHub && (status === 401 || status === 403 || status === 404)) {
    // An address of the content network is signed for a short while; the hub gives out a new one.
    return new PassingTrouble(new InferenceError('HUB_ANSWER_INVALID', `${what} to the address that the hub gave`));
  }
  const isAbsent = response.headers.get('x-error-code') === 'RepoNotFound';
  if (status === 404 || (isAbsent && status === 401)) {
    const hint = isAbsent && !hub.token ? ', or set HF_TOKEN if it is private' : '';
    return new InferenceError('HUB_NOT_FOUND', `There is no such model or revision: check the spelling${hint}`);
  }
  if (status === 401 || status === 403) {
    const remedy = hub.token
      ? 'The token in HF_TOKEN has no access; accept the model’s terms on its page, or use another token'
      : 'Accept the model’s terms on its page if it has some, and set HF_TOKEN to a token that may read it';
    return new InferenceError('HUB_REFUSED', `${what}. ${remedy}`);
  }
  return new InferenceError('HUB_ANSWER_INVALID', `${what}, which was not expected`, url.pathname);
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
