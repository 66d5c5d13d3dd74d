import { type ArchivePlace, requireDepth, within } from '@/ingestion/archive/archive-place';
import { GzipMembers } from '@/ingestion/archive/gzip-members';
import { innerName, innerSource } from '@/ingestion/archive/read-gzip';
import { entriesToRead } from '@/ingestion/archive/read-zip';
import { Spool } from '@/ingestion/archive/spool';
import { readZipDirectory } from '@/ingestion/archive/zip-directory';
import { ZipEntrySource } from '@/ingestion/archive/zip-entry';
import type { ImportSource, ReadOptions } from '@/ingestion/types';

/** A file of an archive that holds no other, and where it lies. */
export interface OnlyMember {
  source: ImportSource;
  place: ArchivePlace;
}

type UseMember<T> = (member: OnlyMember) => Promise<T>;

/**
 * Opens the one file of an archive as a source of its own, for as long as it is used.
 *
 * @returns What was made of it; null where the archive holds several files, none, or one that is not read.
 * @throws IngestionError as reading the archive does.
 */
export async function withOnlyMember<T>(
  archive: ImportSource,
  kind: 'zip' | 'gzip',
  options: ReadOptions,
  place: ArchivePlace,
  use: UseMember<T>,
): Promise<T | null> {
  requireDepth(place);
  return kind === 'gzip' ? inGzip(archive, options, place, use) : inZip(archive, options, place, use);
}

async function inGzip<T>(archive: ImportSource, { folder }: ReadOptions, place: ArchivePlace, use: UseMember<T>) {
  const members = new GzipMembers(archive, place.budget);
  const spool = new Spool(() => members.bytes(), folder);
  try {
    const source = await innerSource(innerName(archive.name), members, spool, archive);
    return await use({ source, place: within(place, 0) });
  } finally {
    await spool.close();
  }
}

async function inZip<T>(archive: ImportSource, { folder }: ReadOptions, place: ArchivePlace, use: UseMember<T>) {
  const directory = await readZipDirectory(archive, place.budget);
  const [only, ...others] = entriesToRead(directory, 'zip');
  if (directory.damage !== null || only === undefined || others.length > 0 || only.refusal !== null) return null;
  const source = new ZipEntrySource(archive, directory.zip, only.found, place.budget, folder);
  try {
    return await use({ source, place: within(place, 0) });
  } finally {
    await source.close();
  }
}
