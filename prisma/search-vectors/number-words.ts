import type { WordTable } from './word-table';

/** Longer ones are rare in a language that sets its words apart; a text of others is no sequence of words. */
const LONGEST_WORD = 100;
/**
 * What PostgreSQL may read as the beginning of a tag, a comment or an instruction, which reach over spaces; short tags
 * that end before the next space (<i>, </sub>) stay within their word.
 */
const OPEN_TAG = /<(?![a-z0-9]{1,4}\/?>|\/[a-z0-9]{1,4}>)[a-z/!?]/i;
/** At the very start PostgreSQL reads a path where after a space it reads none. */
const PATH_START = /^[.~]/;

const OTHER = 0;
const LETTER = 1;
const SPACE = 2;
const MARK = 3;
const DOT = '.'.charCodeAt(0);
const FOLD = 32;
const KINDS = new Uint8Array(128);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') KINDS[letter.charCodeAt(0)] = LETTER;
for (const space of ' \t\n\r') KINDS[space.charCodeAt(0)] = SPACE;
for (const mark of '.,;:)]"\'') KINDS[mark.charCodeAt(0)] = MARK;
const OPENS = new Uint8Array(128);
for (const opener of '(["\'') OPENS[opener.charCodeAt(0)] = 1;

/** Numbers in the order in which they are added, in a column that grows. */
export class NumberList {
  length = 0;
  private numbers = new Int32Array(1 << 16);

  add(number: number): void {
    if (this.length === this.numbers.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.numbers);
      this.numbers = longer;
    }
    this.numbers[this.length++] = number;
  }

  /** Of those that are there; good until the next is added. */
  view(from: number, to: number): Int32Array {
    return this.numbers.subarray(from, to);
  }
}

/**
 * Cuts a text at its spaces and adds the number of each word. A word of ASCII letters is the same word in any case, in
 * quotes, in brackets and before a mark: to PostgreSQL it is the same token.
 *
 * @returns false where the text is no sequence of words that PostgreSQL would read one by one, or `table` is full.
 */
export function numberWords(text: string, table: WordTable, numbers: NumberList): boolean {
  if (OPEN_TAG.test(text) || PATH_START.test(text)) return false;
  const length = text.length;
  let at = 0;
  while (at < length) {
    const start = at;
    const first = text.charCodeAt(at);
    if (first < 128 && KINDS[first] === SPACE) {
      at += 1;
      continue;
    }
    if (first < 128 && OPENS[first] === 1) at += 1;
    const coreStart = at;
    let coreEnd = -1;
    let dots = 0;
    let isPlain = true;
    let hash = 0;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? KINDS[code] : OTHER;
      if (kind === LETTER) {
        if (coreEnd >= 0) isPlain = false;
        hash = mix(hash, code | FOLD);
      } else if (kind === SPACE) break;
      else if (kind === MARK) {
        if (coreEnd < 0) coreEnd = at;
        // Two dots are a token of their own.
        if (code === DOT && ++dots > 1) isPlain = false;
      } else isPlain = false;
    }
    if (coreEnd < 0) coreEnd = at;
    if (at - start > LONGEST_WORD) return false;
    const word =
      isPlain && coreEnd > coreStart
        ? table.numberOf(text, coreStart, coreEnd, finish(hash), FOLD)
        : table.numberOf(text, start, at, hashOf(text, start, at), 0);
    if (word < 0) return false;
    numbers.add(word);
  }
  return true;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = mix(hash, text.charCodeAt(at));
  return finish(hash);
}

/** FNV-1a on code units. */
function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function finish(hash: number): number {
  return hash ^ (hash >>> 15);
}
