import { formatCount } from '@/components/ui/format-number';
import type { ImportLineFragment, ImportStatus } from '@/graphql/generated/operations/graphql';

interface ImportState {
  readonly label: string;
  readonly tone: 'neutral' | 'accent' | 'correct' | 'wrong';
  /** Something may still happen to it. */
  readonly isOpen: boolean;
}

const STATES: Record<ImportStatus, ImportState> = {
  QUEUED: { label: 'in line', tone: 'neutral', isOpen: true },
  NEEDS_MAPPING: { label: 'waits for you', tone: 'accent', isOpen: true },
  RUNNING: { label: 'reading', tone: 'accent', isOpen: true },
  COMPLETED: { label: 'complete', tone: 'correct', isOpen: false },
  COMPLETED_WITH_ERRORS: { label: 'complete, with refused records', tone: 'neutral', isOpen: false },
  FAILED: { label: 'failed', tone: 'wrong', isOpen: false },
  CANCELLED: { label: 'cancelled', tone: 'neutral', isOpen: false },
  UNDOING: { label: 'being undone', tone: 'accent', isOpen: false },
  UNDONE: { label: 'undone', tone: 'neutral', isOpen: false },
};

export function importState(status: ImportStatus): ImportState {
  return STATES[status];
}

type Counts = Pick<
  ImportLineFragment,
  | 'status'
  | 'read'
  | 'accepted'
  | 'repaired'
  | 'rejected'
  | 'duplicates'
  | 'removed'
  | 'restored'
  | 'isFullText'
  | 'sameAs'
>;

/** "2,020 records read: 2,011 accepted, 4 repaired, 3 rejected, 2 duplicates" */
export function importSentence(run: Counts): string {
  const { status, read, accepted, repaired, rejected, duplicates, removed, restored, isFullText, sameAs } = run;
  const documents = storedOf(run);
  if (sameAs && read === 0 && status === 'QUEUED') return `Waits for “${sameAs.fileName}”, the same file, to end`;
  if (status === 'NEEDS_MAPPING') return 'Nothing is stored before its columns are settled.';
  if (status === 'UNDOING') return `${formatCount(removed)} of ${formatCount(documents)} documents taken out`;
  if (status === 'UNDONE') {
    if (removed === 0) return 'Its file is removed';
    return `${formatCount(removed)} ${removed === 1 ? 'document' : 'documents'} taken out again`;
  }
  if (read === 0) return status === 'QUEUED' ? 'Waiting for a worker' : 'No records read';
  const head = `${formatCount(read)} ${read === 1 ? 'record' : 'records'} read${isFullText ? ', full texts' : ''}`;
  if (sameAs) return `${head}: the same file as “${sameAs.fileName}”, nothing of it is stored again`;
  const parts = [`${formatCount(accepted)} accepted`];
  if (repaired > 0) parts.push(`${formatCount(repaired)} repaired`);
  if (rejected > 0) parts.push(`${formatCount(rejected)} rejected`);
  if (duplicates > 0) parts.push(`${formatCount(duplicates)} ${duplicates === 1 ? 'duplicate' : 'duplicates'}`);
  if (restored > 0) parts.push(`${formatCount(restored)} with their reviews`);
  return `${head}: ${parts.join(', ')}`;
}

/** Documents that an import has brought; of a file that was in the project already, none. */
export function storedOf({ accepted, repaired, duplicates, sameAs }: Omit<Counts, 'status'>): number {
  return sameAs ? 0 : accepted + repaired + duplicates;
}
