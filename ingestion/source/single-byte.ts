import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { type EncodingName, SINGLE_BYTE_ENCODINGS, type SingleByteEncoding } from '@/ingestion/types';

/** As browsers read them: the Windows encodings fill the places that these two leave to control characters. */
const SUPERSETS: Partial<Record<SingleByteEncoding, SingleByteEncoding>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
};
// Of chardet's confidence, 0 to 100: a right guess from a few lines has about 20, from a page 40 and more.
const MIN_CONFIDENCE = 15;
const MIN_LEAD = 3;

/** In ISO-8859-15 Š, ž, œ, Œ and €, in Windows-1252 signs that stand in no word and at no number. */
const LATIN_9 = /[a-z][¦¸½][a-z]|¼[a-z]|\d ?¤|¤ ?\d/i;
/** Characters of Windows-1252 that the ISO encodings do not have. */
const BEYOND_ISO = /[\x80-\x9f]/;

export function isSingleByte(encoding: EncodingName): encoding is SingleByteEncoding {
  return (SINGLE_BYTE_ENCODINGS as readonly string[]).includes(encoding);
}

/** @returns One UTF-16 code unit a byte; U+FFFD for a byte that the encoding does not have. */
export function decodeSingleByte(bytes: Buffer, encoding: SingleByteEncoding): string {
  return iconv.decode(bytes, SUPERSETS[encoding] ?? encoding, { stripBOM: false });
}

/**
 * Judges by the frequency of letters in which one-byte encoding a text is that is not UTF-8.
 *
 * @param head  The first bytes of the file (64 KiB are plenty).
 * @returns Windows-1252 unless the letters clearly speak for another: it is what Western programs write.
 */
export function guessSingleByte(head: Buffer): SingleByteEncoding {
  const [best, second] = analyse(head).flatMap(({ name, confidence }) => {
    const encoding = SINGLE_BYTE_ENCODINGS.find((known) => known === name.toLowerCase());
    return encoding === undefined ? [] : [{ encoding, confidence }];
  });
  if (best === undefined || best.confidence < MIN_CONFIDENCE) return guessWestern(head);
  if (best.encoding === 'iso-8859-1' || best.confidence < (second?.confidence ?? 0) + MIN_LEAD)
    return guessWestern(head);
  // Windows-1254 differs in six letters: a text that has none of them is what it is called where it comes from.
  const isSame = decodeSingleByte(head, best.encoding) === decodeSingleByte(head, 'windows-1252');
  return isSame ? guessWestern(head) : best.encoding;
}

/** ISO-8859-15 where a sign stands as only its letters do, else Windows-1252; a few letters are enough. */
export function guessWestern(head: Buffer): SingleByteEncoding {
  const text = head.toString('latin1');
  return LATIN_9.test(text) && !BEYOND_ISO.test(text) ? 'iso-8859-15' : 'windows-1252';
}
