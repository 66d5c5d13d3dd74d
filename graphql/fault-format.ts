import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError, FAULT_STATUS, isDatabaseUnavailable } from '@/graphql/errors';
import { logger } from '@/graphql/logger';

/**
 * What a caller may read of an error: an expected refusal in its own words, GraphQL's own complaints about the
 * request as they are, and of everything else only that it happened. Never a stack, SQL or a path.
 */
export function formatFault(
  formatted: GraphQLFormattedError,
  thrown: unknown,
  requestId: string,
): GraphQLFormattedError {
  const error = thrown instanceof GraphQLError && thrown.originalError ? thrown.originalError : thrown;
  const place = {
    ...(formatted.path ? { path: formatted.path } : {}),
    ...(formatted.locations ? { locations: formatted.locations } : {}),
  };
  if (error instanceof AppError) {
    return {
      message: error.message,
      ...place,
      extensions: { code: error.code, ...(error.field ? { field: error.field } : {}), requestId },
    };
  }
  if (isDatabaseUnavailable(error)) {
    return {
      message: 'The database cannot be reached. Try again in a few seconds.',
      ...place,
      extensions: { code: 'DATABASE_UNAVAILABLE', requestId },
    };
  }
  if (REQUEST_CODES.has(String(formatted.extensions?.code))) {
    return { message: formatted.message, ...place, extensions: { ...safeExtensions(formatted), requestId } };
  }
  logger.error({ requestId, err: error, path: formatted.path }, 'unexpected error in a GraphQL operation');
  return {
    message: `Something went wrong on our side. Quote ${requestId} when you report it.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

/** Complaints of GraphQL and of Apollo about a request; their messages speak of the request and of nothing else. */
const REQUEST_CODES: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  ...Object.keys(FAULT_STATUS),
]);

function safeExtensions({ extensions }: GraphQLFormattedError): Record<string, unknown> {
  const { stacktrace: _stacktrace, exception: _exception, http: _http, ...rest } = extensions ?? {};
  return rest;
}

/** The HTTP status of a request that was refused as a whole: the first fault's, 500 for a bug, else 400. */
export function statusOfRefusal(errors: readonly GraphQLFormattedError[]): number {
  return faultStatusOf(errors) ?? (errors.some((error) => codeOf(error) === 'INTERNAL_SERVER_ERROR') ? 500 : 400);
}

/**
 * The HTTP status of an answer some of whose fields failed, or null to leave it at 200: a field's error stands beside
 * the data of the others. A fault that left no data at all, and a lost database, are told in the status too.
 */
export function statusOfAnswer(errors: readonly GraphQLFormattedError[], data: object | null): number | null {
  const status = faultStatusOf(errors);
  return data === null || status === FAULT_STATUS.DATABASE_UNAVAILABLE ? status : null;
}

function faultStatusOf(errors: readonly GraphQLFormattedError[]): number | null {
  for (const code of errors.map(codeOf)) if (isFaultCode(code)) return FAULT_STATUS[code];
  return null;
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  return String(extensions?.code);
}

function isFaultCode(code: string): code is keyof typeof FAULT_STATUS {
  return Object.hasOwn(FAULT_STATUS, code);
}

const DATABASE_PAUSE_S = 5;

/** Seconds after which to ask again, for a Retry-After header; null where asking again helps nothing. */
export function retryAfterOf(errors: readonly GraphQLFormattedError[]): string | null {
  for (const { extensions } of errors) {
    if (extensions?.code === 'DATABASE_UNAVAILABLE') return String(DATABASE_PAUSE_S);
    const { resetAt } = (extensions?.rateLimit ?? {}) as { resetAt?: string };
    if (resetAt) return String(Math.max(1, Math.ceil((Date.parse(resetAt) - Date.now()) / 1000)));
  }
  return null;
}

/** Answers a request that was refused as a whole. */
export function toFaultResponse(error: unknown, requestId: string): Response {
  const told = error instanceof GraphQLError ? error.toJSON() : { message: '' };
  const errors = [formatFault(told, error, requestId)];
  const retryAfter = retryAfterOf(errors);
  return Response.json(
    { errors },
    {
      status: statusOfRefusal(errors),
      headers: {
        'x-request-id': requestId,
        'cache-control': 'no-store',
        ...(retryAfter ? { 'retry-after': retryAfter } : {}),
      },
    },
  );
}
