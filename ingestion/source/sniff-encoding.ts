import { isAscii, isUtf8 } from 'node:buffer';
import { guessSingleByte, guessWestern } from '@/ingestion/source/single-byte';
import type { EncodingName } from '@/ingestion/types';

/** Letters beyond ASCII that a guess needs: a name or two look like anything. */
const MIN_FOREIGN = 12;

/**
 * Finds the encoding that the beginning of a file shows: a byte order mark, else the zero bytes that UTF-16 leaves in
 * every second place, else valid UTF-8, else one of the encodings of one byte a character, by its letters.
 *
 * @param head  The first bytes of the file (64 KiB are plenty); may end inside a character.
 */
export function sniffEncoding(head: Buffer): EncodingName {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const unmarked = utf16WithoutMark(head);
  if (unmarked !== null) return unmarked;
  if (isUtf8(head.subarray(0, completeUtf8Length(head)))) return 'utf-8';
  // A UTF-8 file with a few bad bytes still shows characters of several bytes, which other text hardly does.
  const { multibyte, invalid } = countMultibyte(head);
  if (multibyte > invalid) return 'utf-8';
  const isEnough = invalid >= MIN_FOREIGN && 10 * multibyte < invalid;
  if (isEnough) return guessSingleByte(head);
  return multibyte === 0 ? guessWestern(head) : 'windows-1252';
}

/** Length of the longest beginning of `bytes` that does not end inside a UTF-8 character. */
export function completeUtf8Length(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return utf8Length(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Bytes of the UTF-8 character that begins with `lead`; 1 when none can begin so. */
export function utf8Length(lead: number): 1 | 2 | 3 | 4 {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 1;
}

function utf16WithoutMark(head: Buffer): EncodingName | null {
  const pairs = Math.floor(Math.min(head.length, 4096) / 2);
  if (pairs < 2) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[2 * pair] === 0) evenZeros += 1;
    if (head[2 * pair + 1] === 0) oddZeros += 1;
  }
  // Western text in UTF-16 is nearly all zeros in one place and never in the other.
  if (oddZeros > 0.4 * pairs && evenZeros < 0.05 * pairs) return 'utf-16le';
  if (evenZeros > 0.4 * pairs && oddZeros < 0.05 * pairs) return 'utf-16be';
  return null;
}

/** UTF-8 characters of several bytes, and bytes that are no UTF-8. */
function countMultibyte(head: Buffer): { multibyte: number; invalid: number } {
  let multibyte = 0;
  let invalid = 0;
  for (let at = 0; at < head.length; ) {
    const length = utf8Length(head[at] ?? 0);
    const bytes = head.subarray(at, at + length);
    if (length > 1 && isUtf8(bytes)) {
      multibyte += 1;
      at += length;
    } else {
      if (!isAscii(bytes.subarray(0, 1))) invalid += 1;
      at += 1;
    }
  }
  return { multibyte, invalid };
}
