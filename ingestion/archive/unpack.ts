import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { ArchiveBudget } from '@/ingestion/archive/archive-budget';
import { slices } from '@/ingestion/source/slice-reader';
import { type ImportSource, IngestionError } from '@/ingestion/types';

const SLICE_BYTES = 64 * 1024;

/** A stretch of packed bytes, [start, end) of the source, and what became of it so far. */
export class PackedStretch {
  /** Bytes taken in; after a deflated stretch has been read to its end, exactly those that belong to it. */
  packedBytes = 0;
  unpackedBytes = 0;
  crc = 0;

  constructor(
    private readonly source: ImportSource,
    private readonly start: number,
    private readonly end: number,
    private readonly budget: ArchiveBudget,
    /** Bytes that came of what lies before it in the same file. */
    private readonly unpackedBefore = 0,
  ) {}

  /** @throws IngestionError DAMAGED_FILE, DECOMPRESSION_BOMB, ARCHIVE_TOO_LARGE. */
  async *stored(): AsyncGenerator<Buffer> {
    for await (const chunk of slices(this.source, this.start, this.end)) {
      this.packedBytes += chunk.length;
      yield this.count(chunk);
    }
  }

  /** @throws IngestionError DAMAGED_FILE, DECOMPRESSION_BOMB, ARCHIVE_TOO_LARGE. */
  async *inflated(): AsyncGenerator<Buffer> {
    const packed = Readable.from(slices(this.source, this.start, this.end), { objectMode: false });
    const inflater = createInflateRaw({ chunkSize: SLICE_BYTES });
    packed.on('error', (error) => inflater.destroy(error)).pipe(inflater);
    try {
      for await (const chunk of inflater) {
        this.packedBytes = inflater.bytesWritten;
        yield this.count(chunk as Buffer);
      }
      this.packedBytes = inflater.bytesWritten;
    } catch (error) {
      throw isOfZlib(error) ? damaged(`its data cannot be unpacked (${error.code})`) : error;
    } finally {
      packed.destroy();
      inflater.destroy();
    }
  }

  private count(chunk: Buffer): Buffer {
    this.unpackedBytes += chunk.length;
    this.crc = crc32(chunk, this.crc);
    const packedBefore = this.unpackedBefore > 0 ? this.start : 0;
    this.budget.check(packedBefore + this.packedBytes, this.unpackedBefore + this.unpackedBytes, chunk.length);
    return chunk;
  }
}

export function damaged(what: string): IngestionError {
  return new IngestionError('DAMAGED_FILE', `The file is damaged: ${what}.`);
}

function isOfZlib(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
