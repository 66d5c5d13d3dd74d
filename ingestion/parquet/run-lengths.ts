/** What the repetition levels of a page say: 0 begins a row, anything else goes on with a list. */
export interface RowCount {
  rows: number;
  /** False where the page goes on with a row of the page before. */
  startsRow: boolean;
}

interface Run {
  isPacked: boolean;
  length: number;
  /** Where its value or its packed values begin. */
  at: number;
  end: number;
}

/**
 * Checks a run-length and bit-packed stream before it is decoded: hyparquet writes as many values as a run says, whatever
 * was asked for, so that six bytes would fill gigabytes.
 *
 * @param bytes  The stream, without the length before it.
 * @param width  Bits a value.
 * @param count  Values wanted, at most.
 */
export function areRunsWithin(bytes: Uint8Array, width: number, count: number): boolean {
  let seen = 0;
  for (const { length } of runsOf(bytes, width)) {
    // Packed values come in eights, and some writers round the last run up.
    if (seen + length > count + 512) return false;
    seen += length;
    if (seen >= count) return true;
  }
  return true;
}

/** Counts the rows that begin among `count` repetition levels. */
export function countRows(bytes: Uint8Array, width: number, count: number): RowCount {
  let rows = 0;
  let seen = 0;
  let first = 0;
  const take = (level: number) => {
    if (seen === 0) first = level;
    if (seen < count && level === 0) rows += 1;
    seen += 1;
  };
  for (const { isPacked, length, at, end } of runsOf(bytes, width)) {
    const wanted = Math.min(length, count - seen);
    for (let index = 0; index < wanted; index += 1) {
      take(isPacked ? packedValue(bytes, at, width, index) : valueOfBytes(bytes.subarray(at, end)));
    }
    if (seen >= count) break;
  }
  return { rows, startsRow: first === 0 };
}

function* runsOf(bytes: Uint8Array, width: number): Generator<Run> {
  for (let at = 0; at < bytes.length; ) {
    let head = 0;
    for (let factor = 1, byte = 128; byte >= 128; factor *= 128) {
      byte = bytes[at] ?? 0;
      head += (byte & 127) * factor;
      at += 1;
    }
    const isPacked = head % 2 === 1;
    const groups = Math.floor(head / 2);
    const end = at + (isPacked ? groups * width : (width + 7) >> 3);
    yield { isPacked, length: isPacked ? groups * 8 : groups, at, end };
    at = end;
  }
}

function packedValue(bytes: Uint8Array, at: number, width: number, index: number): number {
  let value = 0;
  for (let bit = 0; bit < width; bit += 1) {
    const place = index * width + bit;
    value |= (((bytes[at + (place >> 3)] ?? 0) >> (place & 7)) & 1) << bit;
  }
  return value;
}

function valueOfBytes(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
