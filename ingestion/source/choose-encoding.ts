import { isAscii, isUtf8 } from 'node:buffer';
import type { FileNotice } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { isSingleByte } from '@/ingestion/source/single-byte';
import { isUtf32 } from '@/ingestion/source/sniff-binary';
import { completeUtf8Length, sniffEncoding } from '@/ingestion/source/sniff-encoding';
import { ENCODING_NAMES, type EncodingName, IngestionError } from '@/ingestion/types';

export interface ChosenEncoding {
  encoding: EncodingName;
  /** The file names it, so it is taken at its word. */
  isDeclared: boolean;
  /** What to tell when the file names another encoding than its bytes show. */
  contradiction: FileNotice | null;
}

const DECLARED_WITHIN = 4_096;
const XML_DECLARATION = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/;
const META_CHARSET = /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})/i;

/**
 * The encoding of a file: a byte order mark or the zeros of UTF-16 first, then what an XML declaration or a
 * `<meta charset>` names, unless the bytes are plainly UTF-8; else as the bytes look (sniff-encoding.ts).
 *
 * @throws IngestionError UNSUPPORTED_ENCODING when the file names one that is not read and is not UTF-8 either, or is in
 *   UTF-32.
 */
export function chooseEncoding(head: Buffer, name: string): ChosenEncoding {
  if (isUtf32(head)) {
    const message = `"${name}" is encoded in UTF-32, which is not read. Save it as UTF-8 and import that.`;
    throw new IngestionError('UNSUPPORTED_ENCODING', message);
  }
  const shown = sniffEncoding(head);
  const label = shown === 'utf-8' || isSingleByte(shown) ? declaredLabel(head) : null;
  if (label === null) return { encoding: shown, isDeclared: false, contradiction: null };
  const declared = encodingOf(label);
  if (declared === 'utf-8') return { encoding: shown, isDeclared: false, contradiction: null };
  // Bytes beyond ASCII that are UTF-8 throughout are UTF-8, whatever a template says; and what can be read byte by byte
  // is no UTF-16.
  if (isPlainlyUtf8(head) || declared?.startsWith('utf-16') || (declared === null && shown === 'utf-8')) {
    return { encoding: shown, isDeclared: false, contradiction: contradictionOf(label, shown) };
  }
  if (declared !== null) return { encoding: declared, isDeclared: true, contradiction: null };
  throw new IngestionError('UNSUPPORTED_ENCODING', `"${name}" declares the encoding ${label}, which is not read.`);
}

export function chosenEncoding(encoding: EncodingName): ChosenEncoding {
  return { encoding, isDeclared: false, contradiction: null };
}

/** @returns The name the file gives, as it spells it; null for a file that is no markup or gives none. */
function declaredLabel(head: Buffer): string | null {
  const text = head.toString('latin1', 0, DECLARED_WITHIN);
  if (!/^\s*</.test(text)) return null;
  return XML_DECLARATION.exec(text)?.[1] ?? META_CHARSET.exec(text)?.[1] ?? null;
}

function encodingOf(label: string): EncodingName | null {
  try {
    const canonical = new TextDecoder(label).encoding;
    return ENCODING_NAMES.find((name) => name === canonical) ?? null;
  } catch {
    return null;
  }
}

function isPlainlyUtf8(head: Buffer): boolean {
  const whole = head.subarray(0, completeUtf8Length(head));
  return !isAscii(whole) && isUtf8(whole);
}

function contradictionOf(label: string, shown: EncodingName): FileNotice {
  const message = `The file declares the encoding ${label}; its bytes are not, and were read as ${shown}.`;
  return { kind: 'notice', issue: issueOf('ENCODING_CONTRADICTED', 1, label, message) };
}
