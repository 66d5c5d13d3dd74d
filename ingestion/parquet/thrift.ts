/**
 * Values of Thrift's compact protocol, in which a Parquet file keeps its footer and the headers of its pages. By number of
 * the field; numbers beyond a double's exact range are not told apart, texts stay bytes.
 */
export type ThriftStruct = Map<number, ThriftValue>;
export type ThriftValue = boolean | number | Buffer | ThriftValue[] | ThriftStruct;

const MAX_DEPTH = 24;
const MAX_VARINT_BYTES = 10;
const [STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12];

/**
 * Reads one struct, and nothing beyond the bytes: lists are as long as their elements, numbers as long as they may be.
 *
 * @returns null where the bytes end too early or are no struct.
 */
export function readThrift(bytes: Buffer): { struct: ThriftStruct; length: number } | null {
  try {
    const reader = new ThriftReader(bytes);
    return { struct: reader.struct(0), length: reader.at };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

class ThriftReader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  struct(depth: number): ThriftStruct {
    if (depth > MAX_DEPTH) throw new RangeError('too deep');
    const struct: ThriftStruct = new Map();
    let id = 0;
    for (let head = this.byte(); head !== STOP; head = this.byte()) {
      const delta = head >> 4;
      id = delta === 0 ? unzigzag(this.varint32()) : id + delta;
      struct.set(id, this.value(head & 15, depth));
    }
    return struct;
  }

  private value(type: number, depth: number): ThriftValue {
    if (type === TRUE || type === FALSE) return type === TRUE;
    if (type === BYTE) return this.take(1).readInt8();
    if (type === I16 || type === I32) return unzigzag(this.varint32());
    if (type === I64) return unzigzag(this.varint());
    if (type === DOUBLE) return this.take(8).readDoubleLE();
    if (type === BINARY) return this.take(this.varint32());
    if (type === STRUCT) return this.struct(depth + 1);
    if (type !== LIST) throw new RangeError('no type of Parquet');
    return this.list(depth + 1);
  }

  private list(depth: number): ThriftValue[] {
    if (depth > MAX_DEPTH) throw new RangeError('too deep');
    const head = this.byte();
    const length = head >> 4 === 15 ? this.varint32() : head >> 4;
    const type = head & 15;
    if (length > this.bytes.length - this.at) throw new RangeError('a list longer than the bytes');
    const isBoolean = type === TRUE || type === FALSE;
    return Array.from({ length }, () => (isBoolean ? this.byte() === TRUE : this.value(type, depth)));
  }

  /** hyparquet drops the bits beyond 32, so a longer number would mean something else to each. */
  private varint32(): number {
    const value = this.varint();
    if (value > 0xffffffff) throw new RangeError('a number too large');
    return value;
  }

  private varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < MAX_VARINT_BYTES; count += 1) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    throw new RangeError('a number too long');
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new RangeError('the bytes end');
    this.at += 1;
    return byte;
  }

  private take(length: number): Buffer {
    if (length > this.bytes.length - this.at) throw new RangeError('the bytes end');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
