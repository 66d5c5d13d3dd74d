import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError, isDatabaseUnavailable } from '@/graphql/errors';
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
  if (isOfTheRequest(formatted))
    return { message: formatted.message, ...place, extensions: { ...safeExtensions(formatted), requestId } };
  logger.error({ requestId, err: error, path: formatted.path }, 'unexpected error in a GraphQL operation');
  return {
    message: `Something went wrong on our side. Quote ${requestId} when you report it.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'TOO_COSTLY',
  'RATE_LIMITED',
  'TIMEOUT',
]);

function isOfTheRequest({ extensions }: GraphQLFormattedError): boolean {
  return REQUEST_CODES.has(String(extensions?.code));
}

function safeExtensions({ extensions }: GraphQLFormattedError): Record<string, unknown> {
  const { stacktrace: _stacktrace, exception: _exception, http: _http, ...rest } = extensions ?? {};
  return rest;
}

/** The HTTP status of an answer with these errors, or null to leave it as it is. */
export function statusOf(errors: readonly (GraphQLError | GraphQLFormattedError)[] | undefined): number | null {
  const codes = new Set(errors?.map((error) => error.extensions?.code));
  if (codes.has('DATABASE_UNAVAILABLE')) return 503;
  if (codes.has('UNAUTHENTICATED')) return 401;
  if (codes.has('INSUFFICIENT_SCOPE')) return 403;
  if (codes.has('RATE_LIMITED')) return 429;
  return null;
}
