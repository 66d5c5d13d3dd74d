import { ArchiveBudget, MAX_DEPTH } from '@/ingestion/archive/archive-budget';
import { ArchiveMembers } from '@/ingestion/archive/archive-members';
import { type ImportEvent, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

/** How deep in archives a file lies, what all of them together may still unpack to, and which of its files to pass over. */
export interface ArchivePlace {
  depth: number;
  budget: ArchiveBudget;
  members: ArchiveMembers;
}

/** What reads a file that lies in an archive: readDocuments' own way, told how deep the file lies. */
export type EntryReader = (
  source: ImportSource,
  options: ReadOptions,
  place: ArchivePlace,
) => AsyncIterable<ImportEvent>;

export function outside({ sizeBytes }: ImportSource, options: ReadOptions): ArchivePlace {
  return { depth: 0, budget: new ArchiveBudget(sizeBytes), members: new ArchiveMembers(options) };
}

/** The place of what one entry of an archive holds. */
export function within({ depth, budget, members }: ArchivePlace, ordinal: number): ArchivePlace {
  return { depth: depth + 1, budget, members: members.within(ordinal) };
}

/** @throws IngestionError ARCHIVE_TOO_DEEP. */
export function requireDepth({ depth }: ArchivePlace): void {
  if (depth <= MAX_DEPTH) return;
  throw new IngestionError(
    'ARCHIVE_TOO_DEEP',
    'The archive lies in an archive within an archive. Unpack the outer one and import what it holds.',
  );
}
