import { decodeHTMLStrict, replaceCodePoint } from 'entities/decode';
import type { ImportCode } from '@/ingestion/types';

export interface RepairedMarkup {
  source: string;
  codes: ImportCode[];
}

const OPAQUE = /<!--|<!\[CDATA\[|<\?/g;
const CLOSES: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };
// Bounded throughout, so that it runs in linear time.
const SUSPECT =
  /&(?:#(?:(\d{1,10})|[xX]([\da-fA-F]{1,8}));|([A-Za-z][\w.:-]{0,60});)?|<(?![A-Za-z_:/])|\]\]>|(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu;
/** Faults in one record beyond which it is no record that has faults. */
const MAX_REPAIRS = 100_000;
const PREDEFINED = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', ']]>': ']]&gt;' };

/**
 * Repairs what keeps a record from being well-formed and has one clear meaning: characters named as in HTML, references
 * to entities that are not read, a bare & or <, characters that XML forbids. Comments and CDATA sections stay as they
 * are; tags that do not match cannot be repaired.
 *
 * @returns null when there is nothing of the kind, or so much that it is no record.
 */
export function repairMarkup(source: string): RepairedMarkup | null {
  const repairs = new Repairs();
  const pieces: string[] = [];
  for (let at = 0; at < source.length; ) {
    const opaque = nextOpaque(source, at);
    const text = source.slice(at, opaque.start);
    let from = 0;
    for (const match of text.matchAll(SUSPECT)) {
      const repaired = repairs.repair(match);
      if (repaired === match[0]) continue;
      if (repairs.count > MAX_REPAIRS) return null;
      pieces.push(text.slice(from, match.index), repaired);
      from = match.index + match[0].length;
    }
    pieces.push(text.slice(from), source.slice(opaque.start, opaque.end));
    at = opaque.end;
  }
  return repairs.count === 0 ? null : { source: pieces.join(''), codes: [...repairs.codes] };
}

class Repairs {
  readonly codes = new Set<ImportCode>();
  count = 0;

  /** @returns What is to stand there instead; the same where nothing is wrong. */
  repair([found, decimal, hex, name]: RegExpExecArray): string {
    if (name !== undefined) return this.named(found, name);
    if (decimal !== undefined) return this.numbered(found, Number(decimal));
    if (hex !== undefined) return this.numbered(found, Number.parseInt(hex, 16));
    const escaped = ESCAPES[found];
    if (escaped !== undefined) return this.note('STRAY_MARKUP', escaped);
    return isAllowed(found.charCodeAt(0)) ? found : this.note('INVALID_CHARACTER', '\uFFFD');
  }

  private named(found: string, name: string): string {
    if (PREDEFINED.has(name)) return found;
    const decoded = decodeHTMLStrict(found);
    if (decoded === found) return this.note('UNKNOWN_ENTITY', `&amp;${name};`);
    return this.note(
      'HTML_ENTITY',
      decoded.replace(/[<&]/g, (character) => ESCAPES[character] ?? character),
    );
  }

  private numbered(found: string, codePoint: number): string {
    const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (codePoint <= 0x10ffff && isAllowed(codePoint) && !isSurrogate) return found;
    const read = replaceCodePoint(codePoint);
    return this.note('INVALID_CHARACTER', String.fromCodePoint(isAllowed(read) ? read : 0xfffd));
  }

  private note(code: ImportCode, replacement: string): string {
    this.codes.add(code);
    this.count += 1;
    return replacement;
  }
}

/** Characters that XML 1.0 allows, surrogates aside. */
function isAllowed(codePoint: number): boolean {
  if (codePoint < 32) return codePoint === 9 || codePoint === 10 || codePoint === 13;
  return codePoint !== 0xfffe && codePoint !== 0xffff;
}

/** The next comment, CDATA section or instruction that is closed; else the end of the text. */
function nextOpaque(source: string, from: number): { start: number; end: number } {
  OPAQUE.lastIndex = from;
  const match = OPAQUE.exec(source);
  const close = CLOSES[match?.[0] ?? ''] ?? '';
  const end = match === null ? -1 : source.indexOf(close, match.index);
  if (match === null || end < 0) return { start: source.length, end: source.length };
  return { start: match.index, end: end + close.length };
}
