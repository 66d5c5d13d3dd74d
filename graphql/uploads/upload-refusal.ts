import { AppError, isDatabaseUnavailable } from '@/graphql/errors';
import { logger } from '@/graphql/logger';
import { type QuotaKind, QuotaRefusal } from '@/graphql/quotas/require-upload-room';

/** How the upload protocol answers: a status and a line of plain text. */
export interface Refusal {
  readonly status_code: number;
  readonly body: string;
}

export const DISK_FULL: Refusal = {
  status_code: 507,
  body: 'The disk is full. What is stored is kept; resume when there is room.\n',
};
export const GONE: Refusal = { status_code: 410, body: 'This upload was given up. Begin it anew.\n' };
export const UNKNOWN: Refusal = { status_code: 404, body: 'The file for this url was not found\n' };
const BROKEN: Refusal = { status_code: 500, body: 'Something went wrong. What is stored is kept; resume later.\n' };
const NO_DATABASE: Refusal = { status_code: 503, body: 'The database cannot be reached. Resume in a moment.\n' };

const STATUS: Partial<Record<AppError['code'], number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPE: 403,
  CONFLICT: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
};

/** Too large for ever, no room for now, too many at once: a client waits for the last only. */
const QUOTA_STATUS: Record<QuotaKind, number> = {
  FILE_BYTES: 413,
  STORED_BYTES: 507,
  DOCUMENTS: 507,
  FILES_AT_ONCE: 429,
};

/** Refusals of the protocol and ours pass; anything else is a bug, logged and told without its inside. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof QuotaRefusal) {
    return { status_code: QUOTA_STATUS[error.kind], body: `QUOTA_${error.kind}: ${error.message}\n` };
  }
  if (error instanceof AppError) return { status_code: STATUS[error.code] ?? 400, body: `${error.message}\n` };
  if (isRefusal(error)) return { status_code: error.status_code, body: error.body };
  if (isDiskFull(error)) return DISK_FULL;
  if (isDatabaseUnavailable(error)) return NO_DATABASE;
  logger.error({ err: error }, 'An upload request failed.');
  return BROKEN;
}

export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function isRefusal(error: unknown): error is Refusal {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status_code' in error &&
    'body' in error &&
    typeof error.status_code === 'number' &&
    typeof error.body === 'string'
  );
}
