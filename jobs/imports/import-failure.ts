import { IngestionError } from '@/ingestion/types';
import { isDiskFull } from '@/jobs/disk-full';
import type { ImportEnding } from '@/prisma/queries/imports';

type Failure = Extract<ImportEnding, { status: 'FAILED' }>;

/** A file that cannot be read fails its import; anything else (a lost database, a full disk, a bug) is none of the file's. */
export function toFailure(error: unknown): Failure | null {
  if (error instanceof IngestionError) return { status: 'FAILED', code: error.code, message: error.message };
  if (isDiskFull(error)) return null;
  const isUnreadable = error instanceof Error && 'syscall' in error && error.syscall === 'open';
  return isUnreadable
    ? { status: 'FAILED', code: 'UNREADABLE_FILE', message: 'The stored file could not be opened.' }
    : null;
}

/** No room for a folder to read in, for rejected records or for documents. What is stored stays; a retry goes on from there. */
export function toDiskFailure(error: unknown): Failure | null {
  if (!isDiskFull(error)) return null;
  const message =
    'The disk of this installation is full. What was stored stays; try again when there is room: the import goes on from here.';
  return { status: 'FAILED', code: 'DISK_FULL', message };
}
