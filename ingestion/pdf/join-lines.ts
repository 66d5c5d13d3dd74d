import type { PageLine } from '@/ingestion/pdf/page-lines';

// Lines of a paragraph stand 1.1 to 1.4 times their size apart.
const PARAGRAPH_GAP = 1.7;
const SAME_SIZE = 0.12;
const HYPHENATED = /\p{L}[-\u00ad\u2010]$/u;
const ENDS_SENTENCE = /[.!?:;”"')\]]$/;
const LIST_ITEM = /^(?:[•◦▪–—*]|\d{1,3}[.)]|\(\w{1,3}\))\s/;

/** The text of a page: lines joined into paragraphs, words that were cut at a line's end whole again. */
export function joinLines(lines: readonly PageLine[]): string {
  let text = '';
  let last: PageLine | null = null;
  for (const line of lines) {
    text = last === null ? line.text : join(text, last, line);
    last = line;
  }
  return text;
}

function join(text: string, last: PageLine, line: PageLine): string {
  if (isNewParagraph(last, line)) return `${text}\n\n${line.text}`;
  const continues = /^\p{Ll}/u.test(line.text);
  if (HYPHENATED.test(text) && continues) return text.slice(0, -1) + line.text;
  return LIST_ITEM.test(line.text) ? `${text}\n${line.text}` : `${text} ${line.text}`;
}

function isNewParagraph(last: PageLine, line: PageLine): boolean {
  const size = Math.max(last.size, line.size);
  const drop = last.y - line.y;
  const isOtherSize = Math.abs(last.size - line.size) > SAME_SIZE * size;
  // Upwards is the next column, or a table: only a sentence that goes on leads there.
  if (drop < -size) return ENDS_SENTENCE.test(last.text) || !/^\p{Ll}/u.test(line.text);
  return isOtherSize || drop > PARAGRAPH_GAP * size;
}
