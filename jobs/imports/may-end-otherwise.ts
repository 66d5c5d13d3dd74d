import { IMPORT_CODES, type ImportCode } from '@/ingestion/import-codes';
import type { ImportRun } from '@/prisma/generated/client';

/** Of a file as a whole, and yet of the machine and the moment: a limit that a busy one reaches sooner, a disk, a crash. */
const PASSING: ReadonlySet<string> = new Set<ImportCode>([
  'UNREADABLE_FILE',
  'CANCELLED',
  'TIMEOUT',
  'OUT_OF_MEMORY',
  'PARSER_CRASHED',
]);

/** Whether trying an import again makes sense: what is wrong with its file stays so; room, workers and people change. */
export function mayEndOtherwise({ status, failureCode }: Pick<ImportRun, 'status' | 'failureCode'>): boolean {
  if (status === 'CANCELLED') return true;
  if (status !== 'FAILED') return false;
  return failureCode === null || !Object.hasOwn(IMPORT_CODES, failureCode) || PASSING.has(failureCode);
}
