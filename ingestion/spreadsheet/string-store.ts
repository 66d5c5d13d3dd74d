const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Many texts, kept as UTF-8 outside the JavaScript heap: a workbook names every different text of its sheets once, at the
 * beginning, and a large one names millions.
 */
export class StringStore {
  private readonly chunks: Buffer[] = [];
  private used = CHUNK_BYTES;
  /** Of each text: chunk, start within it, length in bytes. */
  private places = new Uint32Array(3 * 1024);
  private count = 0;
  private byteLength = 0;

  get length(): number {
    return this.count;
  }

  get sizeBytes(): number {
    return this.byteLength + this.places.byteLength;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.used + length > CHUNK_BYTES) {
      this.chunks.push(Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, length)));
      this.used = 0;
    }
    const chunk = this.chunks.length - 1;
    this.chunks[chunk]?.write(text, this.used);
    this.place(chunk, this.used, length);
    // A text longer than a chunk has one for itself.
    this.used = length > CHUNK_BYTES ? CHUNK_BYTES : this.used + length;
    this.byteLength += length;
    this.count += 1;
  }

  /** @returns null for an index that no text has. */
  at(index: number): string | null {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return null;
    const [chunk = 0, start = 0, length = 0] = this.places.subarray(3 * index, 3 * index + 3);
    return this.chunks[chunk]?.toString('utf8', start, start + length) ?? null;
  }

  private place(...place: [number, number, number]): void {
    if (3 * this.count === this.places.length) {
      const larger = new Uint32Array(2 * this.places.length);
      larger.set(this.places);
      this.places = larger;
    }
    this.places.set(place, 3 * this.count);
  }
}
