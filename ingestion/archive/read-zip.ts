import { type ArchivePlace, type EntryReader, requireDepth, within } from '@/ingestion/archive/archive-place';
import { EntryEvents, notice } from '@/ingestion/archive/entry-events';
import { isSkipped, isSpecial } from '@/ingestion/archive/entry-name';
import { type ArchiveEntry, readZipDirectory, type ZipDirectory } from '@/ingestion/archive/zip-directory';
import { ZipEntrySource } from '@/ingestion/archive/zip-entry';
import { type ImportEvent, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

/**
 * Reads every file of a ZIP archive, in the order of its directory, as the very same readers read them by themselves.
 *
 * Nothing is unpacked to its name. A file that cannot be read is one rejected record with its code and path; folders
 * and what systems leave in archives are skipped and told once. An ASReview project is a ZIP of which only the dataset
 * is read.
 *
 * With `fromMember` nothing is said of what lies before that entry, nor of the start.
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
  requireDepth(place);
  const directory = await readZipDirectory(source, place.budget);
  const events = new EntryEvents();
  const chosen = choose(directory, format);
  const { from } = place.members;
  if (from === null) {
    yield { type: 'started', format, encoding: null, delimiter: null, columns: null };
    if (chosen.notice !== null) yield chosen.notice;
  }
  const { format: _, ...inner } = options;
  const seen = new Set<string>();
  for (const [ordinal, { found, refusal }] of chosen.entries.entries()) {
    const odd = [...oddities(found, seen)];
    if (from !== null && ordinal < from) continue;
    // Where reading goes on at this entry, its name has been remarked on.
    if (ordinal !== from) yield* odd;
    const known = place.members.givenUp(ordinal);
    if (refusal !== null || known !== null) await place.members.passOver(ordinal);
    if (refusal !== null) yield events.reject(found.path, refusal.code, refusal.message);
    else if (known !== null) yield events.giveUp(found.path, known);
    else yield* readEntry(found, ordinal);
  }
  await place.members.passOver(chosen.entries.length);
  if (directory.damage !== null) yield events.reject(null, directory.damage.code, directory.damage.message);
  if (events.counts.read === 0 && from === null) throw noRecords(source, format);
  yield { type: 'finished', encoding: null, counts: events.counts };

  async function* readEntry(found: ArchiveEntry, ordinal: number): AsyncGenerator<ImportEvent> {
    await place.members.open(ordinal);
    const entry = new ZipEntrySource(source, directory.zip, found, place.budget, options.folder);
    try {
      yield* events.of(found.path, read(entry, inner, within(place, ordinal)));
    } finally {
      await entry.close();
    }
  }
}

/** Those that are somebody's files, and why one of them is not opened. */
export function entriesToRead({ entries }: ZipDirectory, format: 'zip' | 'asreview') {
  const files = entries.filter((found) => !isSkipped(found));
  const chosen = format === 'zip' ? files : files.filter(({ path }) => path.startsWith('data/'));
  return chosen.map((found) => ({ found, refusal: refusalOf(found) }));
}

function choose(directory: ZipDirectory, format: 'zip' | 'asreview') {
  const chosen = entriesToRead(directory, format);
  const skipped = directory.entries.length - chosen.length;
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
