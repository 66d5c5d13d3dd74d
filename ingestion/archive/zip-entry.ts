import { Readable } from 'node:stream';
import type { ZipFile } from 'yauzl';
import type { ArchiveBudget } from '@/ingestion/archive/archive-budget';
import { Spool } from '@/ingestion/archive/spool';
import { damaged, PackedStretch } from '@/ingestion/archive/unpack';
import { type ArchiveEntry, failureOf } from '@/ingestion/archive/zip-directory';
import { type ImportSource, IngestionError } from '@/ingestion/types';

const STORED = 0;
const DEFLATED = 8;

/** One file of a ZIP archive as a source of its own. `close` frees what it held. */
export class ZipEntrySource implements ImportSource {
  readonly name: string;
  private readonly spool: Spool;

  constructor(
    private readonly archive: ImportSource,
    private readonly zip: ZipFile,
    private readonly found: ArchiveEntry,
    private readonly budget: ArchiveBudget,
    folder: string | undefined,
  ) {
    this.name = found.path;
    this.spool = new Spool(() => this.bytes(), folder);
  }

  get sizeBytes(): number {
    return this.found.entry.uncompressedSize;
  }

  open(): Readable {
    return Readable.from(this.bytes(), { objectMode: false });
  }

  slice(start: number, end: number): Promise<Buffer> {
    return this.spool.slice(start, end);
  }

  close(): Promise<void> {
    return this.spool.close();
  }

  /** Checked against what the directory says of them, and never longer. */
  private async *bytes(): AsyncGenerator<Buffer> {
    const { entry } = this.found;
    const stretch = await this.locate();
    for await (const chunk of entry.compressionMethod === STORED ? stretch.stored() : stretch.inflated()) {
      if (stretch.unpackedBytes > entry.uncompressedSize) throw this.wrongSize('longer');
      yield chunk;
    }
    if (stretch.unpackedBytes < entry.uncompressedSize) throw this.wrongSize('shorter');
    if (stretch.crc !== entry.crc32) throw damaged('its checksum does not fit its content');
  }

  private async locate(): Promise<PackedStretch> {
    const { entry } = this.found;
    if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
      const message = `The file is packed by a method that is not read (number ${entry.compressionMethod}). Pack it as an ordinary ZIP.`;
      throw new IngestionError('UNSUPPORTED_COMPRESSION', message);
    }
    try {
      const { fileDataStart } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true });
      return new PackedStretch(this.archive, fileDataStart, fileDataStart + entry.compressedSize, this.budget);
    } catch (error) {
      throw failureOf(error);
    }
  }

  private wrongSize(how: string): IngestionError {
    const message = `The file is ${how} than the ${this.sizeBytes} bytes the archive says it has.`;
    return new IngestionError('ENTRY_SIZE_WRONG', message);
  }
}
