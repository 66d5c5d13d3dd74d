import { isRepair } from '@/ingestion/import-codes';
import type { ImportCounts, ImportEvent } from '@/ingestion/types';

export function noCounts(): ImportCounts {
  return { read: 0, accepted: 0, repaired: 0, rejected: 0 };
}

/** Adds an event to counts; those that are no record count nothing. */
export function countEvent(counts: ImportCounts, event: ImportEvent): void {
  if (event.type !== 'document' && event.type !== 'rejected') return;
  counts.read += 1;
  if (event.type === 'rejected') counts.rejected += 1;
  else if (event.document.warnings.some(({ code }) => isRepair(code))) counts.repaired += 1;
  else counts.accepted += 1;
}
