import { ArchiveBudget, MAX_DEPTH } from '@/ingestion/archive/archive-budget';
import { EntryEvents, notice } from '@/ingestion/archive/entry-events';
import { isSkipped, isSpecial } from '@/ingestion/archive/entry-name';
import { type ArchiveEntry, readZipDirectory, type ZipDirectory } from '@/ingestion/archive/zip-directory';
import { ZipEntrySource } from '@/ingestion/archive/zip-entry';
import { type ImportEvent, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

/** How deep in archives a file lies, and what all of them together may still unpack to. */
export interface ArchivePlace {
  depth: number;
  budget: ArchiveBudget;
}

/** Reads the file of an entry as any file is read. */
export type EntryReader = (
  source: ImportSource,
  options: ReadOptions,
  place: ArchivePlace,
) => AsyncIterable<ImportEvent>;

export function outside({ sizeBytes }: ImportSource): ArchivePlace {
  return { depth: 0, budget: new ArchiveBudget(sizeBytes) };
}

/**
 * Reads every file of a ZIP archive, in the order of its directory, as the very same readers read them by themselves.
 *
 * Nothing is unpacked to its name. A file that cannot be read is one rejected record with its code and path; folders
 * and what systems leave in archives are skipped and told once. An ASReview project is a ZIP of which only the dataset
 * is read.
 *
 * @throws IngestionError DAMAGED_FILE without a directory, TOO_MANY_ENTRIES, ARCHIVE_TOO_LARGE, ARCHIVE_TOO_DEEP,
 *   NO_RECORDS, CANCELLED.
 */
export async function* readZip(
  source: ImportSource,
  format: 'zip' | 'asreview',
  options: ReadOptions,
  place: ArchivePlace,
  read: EntryReader,
): AsyncGenerator<ImportEvent> {
  const inside = deeper(place);
  const directory = await readZipDirectory(source, place.budget);
  const events = new EntryEvents();
  yield { type: 'started', format, encoding: null, delimiter: null, columns: null };
  const chosen = choose(directory, format);
  if (chosen.notice !== null) yield chosen.notice;
  const { format: _, ...inner } = options;
  const seen = new Set<string>();
  for (const found of chosen.entries) {
    yield* oddities(found, seen);
    const refusal = refusalOf(found);
    if (refusal !== null) yield events.reject(found.path, refusal.code, refusal.message);
    else yield* readEntry(found);
  }
  if (directory.damage !== null) yield events.reject(null, directory.damage.code, directory.damage.message);
  if (events.counts.read === 0) throw noRecords(source, format);
  yield { type: 'finished', encoding: null, counts: events.counts };

  async function* readEntry(found: ArchiveEntry): AsyncGenerator<ImportEvent> {
    const entry = new ZipEntrySource(source, directory.zip, found, place.budget, options.folder);
    try {
      yield* events.of(found.path, read(entry, inner, inside));
    } finally {
      await entry.close();
    }
  }
}

/** @throws IngestionError ARCHIVE_TOO_DEEP. */
export function deeper({ depth, budget }: ArchivePlace): ArchivePlace {
  if (depth <= MAX_DEPTH) return { depth: depth + 1, budget };
  throw new IngestionError(
    'ARCHIVE_TOO_DEEP',
    'The archive lies in an archive within an archive. Unpack the outer one and import what it holds.',
  );
}

function choose({ entries }: ZipDirectory, format: 'zip' | 'asreview') {
  const files = entries.filter((found) => !isSkipped(found));
  const chosen = format === 'zip' ? files : files.filter(({ path }) => path.startsWith('data/'));
  const skipped = entries.length - chosen.length;
  if (skipped === 0) return { entries: chosen, notice: null };
  const what =
    format === 'zip'
      ? `Folders and files of the operating system were skipped: ${skipped}.`
      : `Of the project its dataset is read, with the labels in its columns; ${skipped} other entries, such as decisions made in ASReview, are not.`;
  return { entries: chosen, notice: notice('ENTRIES_SKIPPED', null, what) };
}

function* oddities({ path, oddity }: ArchiveEntry, seen: Set<string>): Generator<ImportEvent> {
  if (oddity !== null) {
    yield notice(
      'ODD_ENTRY_NAME',
      path,
      `The name of the file in the archive ${oddity}; it is only shown, never used.`,
    );
  }
  if (seen.has(path)) yield notice('DUPLICATE_ENTRY', path);
  seen.add(path);
}

function refusalOf({ entry, overlaps }: ArchiveEntry): IngestionError | null {
  if (isSpecial(entry)) return new IngestionError('NOT_A_FILE', 'The entry is a link or a device, not a file.');
  if (entry.isEncrypted()) {
    const message = 'The file is encrypted within the archive. Pack it without a password and import that.';
    return new IngestionError('ENCRYPTED_FILE', message);
  }
  const message = 'The file shares its bytes with another file of the archive, as in archives made to flood a disk.';
  return overlaps ? new IngestionError('OVERLAPPING_ENTRIES', message) : null;
}

function noRecords({ name }: ImportSource, format: 'zip' | 'asreview'): IngestionError {
  const message =
    format === 'zip'
      ? `"${name}" holds no file.`
      : `"${name}" is an ASReview project without a dataset in its folder "data". Export the dataset from ASReview as CSV.`;
  return new IngestionError('NO_RECORDS', message);
}
