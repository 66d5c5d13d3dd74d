import type { UserErrorCode } from '@/graphql/generated/resolver-types';

/**
 * An expected refusal: something a person or program can act on. Services throw it; a mutation answers it as a
 * `userErrors` entry, a query as null or as a fault with the code. Anything else thrown is a bug and is masked.
 */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: UserErrorCode | FaultCode,
    message: string,
    readonly field: readonly string[] | null = null,
  ) {
    super(message);
  }
}

/** Faults of a request as a whole, with the HTTP status each is answered with; they never appear as userErrors. */
export const FAULT_STATUS = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  TOO_COSTLY: 400,
  UNAUTHENTICATED: 401,
  INSUFFICIENT_SCOPE: 403,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  DATABASE_UNAVAILABLE: 503,
  TIMEOUT: 504,
} as const;

export type FaultCode = keyof typeof FAULT_STATUS;

export function isFault(error: AppError): boolean {
  return Object.hasOwn(FAULT_STATUS, error.code);
}

/** What a random id answers, and so what another team's id answers. */
export function notFound(what: string, field: string | null = null): AppError {
  return new AppError('NOT_FOUND', `There is no such ${what}, or you may not see it.`, field ? [field] : null);
}

export function invalid(field: string, message: string, code: UserErrorCode = 'INVALID'): AppError {
  return new AppError(code, message, [field]);
}

/** PostgreSQL is away, refuses connections or is shutting down: the edge answers 503 and asks to come back. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code, syscall } = cause as { code?: unknown; syscall?: unknown };
    if (typeof code === 'string' && UNAVAILABLE.has(code)) return true;
    if (code === 'ENOENT' && syscall === 'connect') return true; // a local socket; any other missing file is a bug
    if (
      /Connection terminated|connection timeout|Can't reach database server|terminating connection/i.test(cause.message)
    )
      return true;
  }
  return false;
}
const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'P1001',
  'P1002',
  'P1017',
  'P2024',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '53300',
]);
