const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

/** Types by the numbers that PostgreSQL has given them for good. */
export const TEXT_TYPE = 25;
export const TSVECTOR_TYPE = 3614;

/**
 * A one-dimensional array of PostgreSQL in its binary form. A parameter that is a Buffer travels in this form, whatever its
 * type: nothing is quoted, and nothing is parsed at the other end.
 */
export class BinaryArray {
  bytes = Buffer.allocUnsafe(1 << 16);
  private end = HEADER_BYTES;
  private count = 0;

  constructor(private readonly elementType: number) {}

  addNull(): void {
    this.makeRoom(LENGTH_BYTES);
    this.end = this.bytes.writeInt32BE(-1, this.end);
    this.count += 1;
  }

  addText(text: string): void {
    this.makeRoom(LENGTH_BYTES + 3 * text.length);
    const length = this.bytes.write(text, this.end + LENGTH_BYTES);
    this.bytes.writeInt32BE(length, this.end);
    this.end += LENGTH_BYTES + length;
    this.count += 1;
  }

  /** Adds an element of so many bytes, which the caller writes into `bytes` from the place that is answered. */
  open(byteLength: number): number {
    this.makeRoom(LENGTH_BYTES + byteLength);
    const start = this.bytes.writeInt32BE(byteLength, this.end);
    this.end = start + byteLength;
    this.count += 1;
    return start;
  }

  /** To be sent; nothing may be added after it. */
  toBuffer(): Buffer {
    const header = [1, 1, this.elementType, this.count, 1]; // dimensions, may hold nulls, type, length, first index
    for (const [index, value] of header.entries()) this.bytes.writeInt32BE(value, LENGTH_BYTES * index);
    return this.bytes.subarray(0, this.end);
  }

  private makeRoom(byteLength: number): void {
    const needed = this.end + byteLength;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}
