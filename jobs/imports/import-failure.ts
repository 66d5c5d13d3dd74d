import { IngestionError } from '@/ingestion/types';
import type { ImportEnding } from '@/prisma/queries/imports';

/** A file that cannot be read fails its import; anything else (a lost database, a bug) is another try's business. */
export function toFailure(error: unknown): Extract<ImportEnding, { status: 'FAILED' }> | null {
  if (error instanceof IngestionError) return { status: 'FAILED', code: error.code, message: error.message };
  const isUnreadable = error instanceof Error && 'syscall' in error && error.syscall === 'open';
  return isUnreadable
    ? { status: 'FAILED', code: 'UNREADABLE_FILE', message: 'The stored file could not be opened.' }
    : null;
}
