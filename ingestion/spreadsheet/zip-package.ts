import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { bomb, damaged, encrypted } from '@/ingestion/source/file-failure';
import { SliceReader, slices } from '@/ingestion/source/slice-reader';
import { type ImportSource, IngestionError } from '@/ingestion/types';

const SLICE_BYTES = 256 * 1024;
// A workbook has a few parts for each of its sheets.
const MAX_PARTS = 10_000;
// Deflate makes a thousandth of zeros; sheets of the most regular numbers stay below a hundredth.
const MAX_RATIO = 250;
const RATIO_COUNTED_FROM = 64 * 1024 * 1024;

/** An office file seen as its parts, each read as a stream and none by a path on disk. */
export class ZipPackage {
  private constructor(
    private readonly source: ImportSource,
    private readonly zip: ZipFile,
    private readonly parts: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws IngestionError DAMAGED_FILE, DECOMPRESSION_BOMB. */
  static async open(source: ImportSource): Promise<ZipPackage> {
    try {
      const zip = await fromRandomAccessReaderPromise(new SliceReader(source), source.sizeBytes, { autoClose: false });
      return new ZipPackage(source, zip, await readDirectory(zip, source));
    } catch (error) {
      throw failureOf(error, source);
    }
  }

  get names(): Iterable<string> {
    return this.parts.keys();
  }

  has(name: string): boolean {
    return this.parts.has(keyOf(name));
  }

  isEncrypted(name: string): boolean {
    return this.parts.get(keyOf(name))?.isEncrypted() ?? false;
  }

  /**
   * The bytes of one part, unpacked.
   *
   * @throws IngestionError DAMAGED_FILE (also where there are more than the directory says), ENCRYPTED_FILE.
   */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.parts.get(keyOf(name));
    if (entry === undefined) throw damaged(this.source, `its part ${name.slice(0, 80)} is missing`);
    if (entry.isEncrypted()) throw encrypted(this.source);
    let length = 0;
    try {
      for await (const chunk of await this.openEntry(entry)) {
        length += (chunk as Buffer).length;
        if (length > entry.uncompressedSize) throw damaged(this.source, 'a part is longer than its directory says');
        yield chunk as Buffer;
      }
    } catch (error) {
      throw failureOf(error, this.source);
    }
  }

  private async openEntry(entry: Entry): Promise<Readable> {
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
      throw damaged(this.source, `a part is packed by method ${entry.compressionMethod}`);
    }
    const { fileDataStart } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = Readable.from(slices(this.source, fileDataStart, fileDataStart + entry.compressedSize), {
      objectMode: false,
    });
    if (entry.compressionMethod === 0) return packed;
    // An error of either ends both, and reaches whoever reads; whoever leaves early closes both.
    return pipeline(packed, createInflateRaw({ chunkSize: SLICE_BYTES }), () => undefined);
  }
}

async function readDirectory(zip: ZipFile, source: ImportSource): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  if (zip.entryCount > MAX_PARTS) throw bomb(source, `it says it has ${zip.entryCount} parts`);
  for await (const entry of zip.eachEntry()) {
    const { compressedSize, uncompressedSize } = entry;
    if (uncompressedSize > RATIO_COUNTED_FROM && uncompressedSize > MAX_RATIO * compressedSize) {
      throw bomb(source, `a part of ${compressedSize} bytes unpacks to ${uncompressedSize}`);
    }
    // Where a name occurs twice, the first counts, as in Excel.
    const key = keyOf(entry.fileName);
    if (!parts.has(key)) parts.set(key, entry);
  }
  return parts;
}

/** Names of parts are compared without case, and begin with no slash. */
function keyOf(name: string): string {
  return name.replace(/^\/+/, '').toLowerCase();
}

/** What a broken archive makes yauzl and zlib say is damage; what the disk says is not. */
function failureOf(error: unknown, source: ImportSource): unknown {
  if (error instanceof IngestionError || !(error instanceof Error)) return error;
  if ('syscall' in error && 'code' in error) {
    return new IngestionError('UNREADABLE_FILE', `The stored file could not be read (${String(error.code)}).`);
  }
  return damaged(source, error.message.slice(0, 120));
}
