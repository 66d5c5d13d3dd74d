import type { DetectedFormat } from '@/ingestion/types';

const asBytes = (text: string) => Buffer.from(text, 'latin1');

/** First bytes of formats that are not text, longest and most specific first. Source: the formats' own specifications. */
const MAGIC: ReadonlyArray<readonly [Buffer, DetectedFormat]> = [
  [asBytes('SQLite format 3\0'), 'sqlite'],
  [asBytes('\x89PNG\r\n\x1a\n'), 'image'],
  [asBytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'doc'],
  [asBytes("7z\xbc\xaf'\x1c"), 'archive'],
  [asBytes('\xfd7zXZ\0'), 'archive'],
  [asBytes('Rar!\x1a\x07'), 'archive'],
  [asBytes('{\\rtf'), 'rtf'],
  [asBytes('PAR1'), 'parquet'],
  [asBytes('PARE'), 'parquet'],
  [asBytes('PK\x03\x04'), 'zip'],
  [asBytes('PK\x05\x06'), 'zip'],
  [asBytes('PK\x07\x08'), 'zip'],
  [asBytes('\x28\xb5\x2f\xfd'), 'archive'],
  [asBytes('\x7fELF'), 'executable'],
  [asBytes('\xfe\xed\xfa\xce'), 'executable'],
  [asBytes('\xfe\xed\xfa\xcf'), 'executable'],
  [asBytes('\xce\xfa\xed\xfe'), 'executable'],
  [asBytes('\xcf\xfa\xed\xfe'), 'executable'],
  [asBytes('\xca\xfe\xba\xbe'), 'executable'],
  [asBytes('\0asm'), 'executable'],
  [asBytes('GIF87a'), 'image'],
  [asBytes('GIF89a'), 'image'],
  [asBytes('II*\0'), 'image'],
  [asBytes('MM\0*'), 'image'],
  [asBytes('\xff\xd8\xff'), 'image'],
  [asBytes('BZh'), 'archive'],
  [asBytes('\x1f\x8b'), 'gzip'],
  [asBytes('#!'), 'executable'],
];

/** Formats whose signature could begin a text, so that control characters must confirm them. */
const LETTERS_ONLY: ReadonlySet<DetectedFormat> = new Set(['parquet', 'archive']);

/**
 * Names the binary format that the first bytes of a file show.
 *
 * @param head  The first bytes of the file; 4 KiB and more tell office files apart.
 * @returns null when no known signature is there; the content may still be binary (`looksBinary`).
 */
export function sniffBinary(head: Buffer): DetectedFormat | null {
  if (isWindowsExecutable(head)) return 'executable';
  const found = MAGIC.find(([magic]) => head.subarray(0, magic.length).equals(magic))?.[1] ?? null;
  if (found === 'zip') return zipKind(head);
  // PDF readers accept the signature anywhere in the first kilobyte, so files in the wild begin with anything; but the one
  // in an archive is that of its first file.
  if (found !== 'gzip' && /%PDF-\d\.\d/.test(head.toString('latin1', 0, 1024))) return 'pdf';
  if (head.toString('latin1', 257, 262) === 'ustar') return 'archive';
  if (found === 'doc') return oleKind(head);
  // 'PAR1' is a receptor too, and a text may begin with it.
  return found !== null && LETTERS_ONLY.has(found) && !hasControls(head) ? null : found;
}

/** Nobody exports it, and half of it would pass for UTF-16. */
export function isUtf32(head: Buffer): boolean {
  const mark = head.subarray(0, 4);
  return mark.equals(asBytes('\xff\xfe\0\0')) || mark.equals(asBytes('\0\0\xfe\xff'));
}

/** True when a text format cannot be meant: control characters (NUL aside) make up more than one byte in fifty. */
export function looksBinary(head: Buffer): boolean {
  let controls = 0;
  let nuls = 0;
  for (const byte of head) {
    if (byte === 0) nuls += 1;
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls += 1;
  }
  return controls * 50 > head.length || nuls * 10 > head.length;
}

function hasControls(head: Buffer): boolean {
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 27));
}

/** 'MZ' alone begins many a text; the offset at 60 leads to 'PE' in a real one. */
function isWindowsExecutable(head: Buffer): boolean {
  if (head.length < 64 || head.toString('latin1', 0, 2) !== 'MZ') return false;
  const at = head.readUInt32LE(60);
  return head.toString('latin1', at, at + 2) === 'PE' || head.subarray(0, 64).includes(0);
}

function zipKind(head: Buffer): DetectedFormat {
  if (head.includes('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return 'ods';
  if (head.includes('xl/')) return 'xlsx';
  if (head.includes('word/')) return 'docx';
  return 'zip';
}

/** Old Office files share one container; the stream names, in UTF-16, tell a workbook from a text. */
function oleKind(head: Buffer): DetectedFormat {
  const isWorkbook = head.includes(Buffer.from('Workbook', 'utf16le')) || head.includes(Buffer.from('Book', 'utf16le'));
  return isWorkbook ? 'xls' : 'doc';
}
