import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import type { ArchiveBudget } from '@/ingestion/archive/archive-budget';
import { nameOf } from '@/ingestion/archive/entry-name';
import { damaged } from '@/ingestion/archive/unpack';
import { SliceReader } from '@/ingestion/source/slice-reader';
import { type ImportSource, IngestionError } from '@/ingestion/types';

export interface ArchiveEntry {
  /** As text, cut where it is very long; only ever shown. */
  path: string;
  /** What is odd about the name; null when nothing is. */
  oddity: string | null;
  entry: Entry;
  /** Its bytes are also those of another entry. */
  overlaps: boolean;
}

export interface ZipDirectory {
  zip: ZipFile;
  entries: ArchiveEntry[];
  /** What ended the reading of the directory before its end. */
  damage: IngestionError | null;
}

const LOCAL_HEADER_BYTES = 30;
const DIRECTORY_SIGNATURE = 0x02014b50;

/**
 * The directory of a ZIP file, from its end; what lies in the file and is not in its directory is not looked at.
 *
 * @throws IngestionError DAMAGED_FILE when there is no directory, TOO_MANY_ENTRIES.
 */
export async function readZipDirectory(source: ImportSource, budget: ArchiveBudget): Promise<ZipDirectory> {
  const zip = await openZip(source);
  budget.addEntries(zip.entryCount, source.name);
  const entries: ArchiveEntry[] = [];
  let damage: IngestionError | null = null;
  try {
    for await (const entry of zip.eachEntry()) entries.push({ ...nameOf(entry), entry, overlaps: false });
    await expectEnd(zip, source);
  } catch (error) {
    damage = failureOf(error);
  }
  markOverlaps(entries);
  return { zip, entries, damage };
}

async function openZip(source: ImportSource): Promise<ZipFile> {
  try {
    return await fromRandomAccessReaderPromise(new SliceReader(source), source.sizeBytes, {
      autoClose: false,
      // Names are data, and sizes are checked as the bytes come.
      decodeStrings: false,
      validateEntrySizes: false,
    });
  } catch (error) {
    throw failureOf(error);
  }
}

/** A directory that goes on behind the number of entries it says it has hides some from whoever believes it. */
async function expectEnd(zip: ZipFile, source: ImportSource): Promise<void> {
  const { readEntryCursor } = zip as unknown as { readEntryCursor: number };
  const next = await source.slice(readEntryCursor, readEntryCursor + 4);
  if (next.length < 4 || next.readUInt32LE(0) !== DIRECTORY_SIGNATURE) return;
  throw damaged('its directory has more entries than it counts; those were not read');
}

/** Entries that share bytes are how a small archive unpacks to anything, each of them harmless by itself. */
function markOverlaps(entries: readonly ArchiveEntry[]): void {
  const placed = entries
    .map((found) => ({ found, start: found.entry.relativeOffsetOfLocalHeader, end: endOf(found.entry) }))
    .sort((a, b) => a.start - b.start);
  let last = placed[0];
  for (const next of placed.slice(1)) {
    if (last !== undefined && next.start < last.end) {
      next.found.overlaps = true;
      last.found.overlaps = true;
    }
    if (last === undefined || next.end > last.end) last = next;
  }
}

function endOf({ relativeOffsetOfLocalHeader, fileNameLength, compressedSize }: Entry): number {
  return relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + fileNameLength + compressedSize;
}

/** What a broken archive makes yauzl say is damage; what the disk says is not. */
export function failureOf(error: unknown): IngestionError {
  if (error instanceof IngestionError) return error;
  if (!(error instanceof Error)) throw error;
  if ('syscall' in error && 'code' in error) {
    return new IngestionError('UNREADABLE_FILE', `The stored file could not be read (${String(error.code)}).`);
  }
  if (error.message.includes('encryption')) {
    return new IngestionError('ENCRYPTED_FILE', 'The archive is encrypted. Unpack it and import its files.');
  }
  return damaged(`${error.message.slice(0, 120).replace(/\.$/, '')}`);
}
