import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import type { ImportSource } from '@/ingestion/types';

const SLICE_BYTES = 64 * 1024;

/** Lets yauzl read a source. A directory is read in pieces of a few bytes, so one window of it is kept. */
export class SliceReader extends RandomAccessReader {
  private windowStart = 0;
  private window: Buffer = Buffer.alloc(0);

  constructor(private readonly source: ImportSource) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(slices(this.source, start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.bytesAt(position, length).then((bytes) => {
      bytes.copy(buffer, offset);
      callback(bytes.length < length ? new Error('The file ends before what its directory points to') : null);
    }, callback);
  }

  private async bytesAt(position: number, length: number): Promise<Buffer> {
    const start = position - this.windowStart;
    if (start >= 0 && start + length <= this.window.length) return this.window.subarray(start, start + length);
    this.window = await this.source.slice(position, position + Math.max(length, SLICE_BYTES));
    this.windowStart = position;
    return this.window.subarray(0, length);
  }
}

/** Bytes [start, end) of a source, cut into slices; fewer where the source is shorter. */
export async function* slices(source: ImportSource, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const bytes = await source.slice(at, Math.min(end, at + SLICE_BYTES));
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}
