import { Readable } from 'node:stream';
import { endsArchive } from '@/ingestion/archive/archive-budget';
import { type ArchivePlace, type EntryReader, requireDepth, within } from '@/ingestion/archive/archive-place';
import { EntryEvents, notice } from '@/ingestion/archive/entry-events';
import { GzipMembers } from '@/ingestion/archive/gzip-members';
import { Spool } from '@/ingestion/archive/spool';
import { sniffBinary } from '@/ingestion/source/sniff-binary';
import { type ImportEvent, type ImportSource, IngestionError, type ReadOptions } from '@/ingestion/types';

const HEAD_BYTES = 4_096;

/**
 * Reads the one file of a gzip file, whatever its format.
 *
 * What was read before damage stays; the damage is then one rejected record.
 *
 * @throws IngestionError as the file within does, DAMAGED_FILE when nothing of it can be read, ARCHIVE_TOO_DEEP.
 */
export async function* readGzip(
  source: ImportSource,
  options: ReadOptions,
  place: ArchivePlace,
  read: EntryReader,
): AsyncGenerator<ImportEvent> {
  requireDepth(place);
  const path = innerName(source.name);
  const events = new EntryEvents();
  const known = place.members.givenUp(0);
  if (known !== null) {
    await place.members.passOver(0);
    yield { type: 'started', format: 'gzip', encoding: null, delimiter: null, columns: null };
    yield events.giveUp(path, known);
    yield { type: 'finished', encoding: null, counts: events.counts };
    return;
  }
  const members = new GzipMembers(source, place.budget);
  const spool = new Spool(() => members.bytes(), options.folder);
  try {
    await place.members.open(0, true);
    const inner = await innerSource(path, members, spool, source);
    const { format, ...rest } = options;
    const innerOptions = format === undefined || format === 'gzip' ? rest : options;
    let failure: IngestionError | null = null;
    const watched = keepFailure(read(inner, innerOptions, within(place, 0)), (error) => {
      failure = error;
    });
    const onStart = (started: ImportEvent) => ({ ...started, format: 'gzip' }) as ImportEvent;
    for await (const event of events.of(path, watched, { onStart })) {
      // The file is all there is: when nothing of it was read, its failure is that of the import.
      if (failure !== null && events.counts.read === 1) throw failure;
      yield event;
    }
    if (members.strayBytes > 0) {
      const message = `${members.strayBytes} bytes behind the end of the packed file belong to nothing and were skipped.`;
      yield notice('TRAILING_DATA', path, message);
    }
    yield { type: 'finished', encoding: events.encoding, counts: events.counts };
  } finally {
    await spool.close();
  }
}

async function* keepFailure(
  events: AsyncIterable<ImportEvent>,
  keep: (error: IngestionError) => void,
): AsyncGenerator<ImportEvent> {
  try {
    yield* events;
  } catch (error) {
    if (error instanceof IngestionError) keep(error);
    throw error;
  }
}

/** Its content as a source of its own. */
export async function innerSource(
  name: string,
  members: GzipMembers,
  spool: Spool,
  { sizeBytes }: ImportSource,
): Promise<ImportSource> {
  // A format that is not text needs its size, which only the whole tells.
  if (await isBinary(members)) await spool.fill();
  return {
    name,
    sizeBytes: spool.length > 0 ? spool.length : sizeBytes,
    open: () => Readable.from(spool.length > 0 ? whole(spool) : members.bytes(), { objectMode: false }),
    slice: (start, end) => spool.slice(start, end),
  };
}

async function isBinary(members: GzipMembers): Promise<boolean> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of members.bytes()) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= HEAD_BYTES) break;
    }
  } catch (error) {
    // Damage is met again, and told, when the file is read.
    if (!(error instanceof IngestionError) || endsArchive(error)) throw error;
  }
  return sniffBinary(Buffer.concat(parts)) !== null;
}

async function* whole(spool: Spool): AsyncGenerator<Buffer> {
  for (let at = 0; at < spool.length; ) {
    const bytes = await spool.slice(at, at + 256 * 1024);
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}

export function innerName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? name;
  return base.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '') || base;
}
