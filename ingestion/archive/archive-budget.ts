import { type ImportCode, IngestionError } from '@/ingestion/types';

export const MAX_ENTRIES = 10_000;
/** Archives within an archive: one level. */
export const MAX_DEPTH = 1;
const MIB = 1024 * 1024;
const MAX_UNPACKED_BYTES = 16 * 1024 * MIB;
const UNPACKED_FROM_ANY = 256 * MIB;
// Tables of the most regular numbers stay below a hundredth; deflate makes a thousandth of zeros.
const MAX_RATIO = 200;
const RATIO_COUNTED_FROM = 10 * MIB;

/** What all of an archive may unpack to, the archives within it included. */
export class ArchiveBudget {
  private entries = 0;
  private unpackedBytes = 0;
  private readonly maxUnpackedBytes: number;

  /** @param sizeBytes  Of the outermost archive: many small bombs are one large one. */
  constructor(sizeBytes: number) {
    this.maxUnpackedBytes = Math.min(MAX_UNPACKED_BYTES, UNPACKED_FROM_ANY + MAX_RATIO * sizeBytes);
  }

  addEntries(count: number, name: string): void {
    this.entries += count;
    if (this.entries <= MAX_ENTRIES) return;
    throw new IngestionError('TOO_MANY_ENTRIES', `"${name}" holds more than ${MAX_ENTRIES} files. Import it in parts.`);
  }

  /**
   * @param packed    Bytes of the file at hand that were taken in so far.
   * @param unpacked  Bytes that came of them.
   * @param added     How many of those are new.
   */
  check(packed: number, unpacked: number, added: number): void {
    this.unpackedBytes += added;
    if (unpacked > RATIO_COUNTED_FROM && unpacked > MAX_RATIO * packed) {
      const message = `The file unpacks to more than ${MAX_RATIO} times its size, as no document does; it was not read on.`;
      throw new IngestionError('DECOMPRESSION_BOMB', message);
    }
    if (this.unpackedBytes <= this.maxUnpackedBytes) return;
    const limit = Math.floor(this.maxUnpackedBytes / MIB);
    throw new IngestionError('ARCHIVE_TOO_LARGE', `The archive unpacks to more than ${limit} MiB. Import it in parts.`);
  }
}

const OF_THE_WHOLE: ReadonlySet<ImportCode> = new Set(['CANCELLED', 'ARCHIVE_TOO_LARGE', 'TOO_MANY_ENTRIES']);

/** True for a failure after which the rest of the archive is not read either. */
export function endsArchive(error: IngestionError): boolean {
  return OF_THE_WHOLE.has(error.code);
}
