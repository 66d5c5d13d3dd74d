import { isFalseEnd } from './false-ends';

/** Half-open, in UTF-16 units of the text it lies in. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Longest piece in UTF-16 units, some 150 tokens; what has no stop for longer is cut at a space. */
export const LONGEST_SENTENCE = 600;

/**
 * The sentences of a text in order, each without the white space around it; what lies between two of them is white
 * space, or a piece without a letter or digit (a rule of dashes, a bullet). The rules of Unicode (UAX 29, by
 * Intl.Segmenter) with what biomedical text needs besides: ends that are none (false-ends.ts), beginnings that look like
 * none (a number, mRNA), and line breaks, which always end a sentence unless a line is merely wrapped.
 *
 * Lazy: a reader who wants the first 400 of five megabytes pays for these.
 *
 * @param text  Any length, any line ends, any language.
 */
export function* splitSentences(text: string): Generator<TextSpan> {
  for (const paragraph of paragraphsOf(text)) {
    for (const sentence of sentencesOf(text, paragraph)) yield* piecesOf(text, sentence);
  }
}

const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
/** A line this long that stops in mid-sentence, before one that goes on in lower case, is wrapped and not ended. */
const WRAPPED_LENGTH = 40;
const ENDED = /[.!?:;…。！？]["'”’)\]]*\s*$/;

/** Stretches between the line breaks that end a sentence. */
function* paragraphsOf(text: string): Generator<TextSpan> {
  let start = 0;
  let lineStart = 0;
  for (const { index, 0: mark } of text.matchAll(LINE_BREAK)) {
    const next = index + mark.length;
    const isLong = index - lineStart >= WRAPPED_LENGTH;
    lineStart = next;
    if (isLong && /^\p{Ll}/u.test(text.slice(next, next + 2)) && !ENDED.test(text.slice(index - 4, index))) continue;
    yield { start, end: index };
    start = next;
  }
  yield { start, end: text.length };
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

function* sentencesOf(text: string, paragraph: TextSpan): Generator<TextSpan> {
  let { start } = paragraph;
  // A wrapped line's break is a space to the rules; one unit for one unit, so that offsets stay.
  const line = text.slice(paragraph.start, paragraph.end).replace(/[\n\r\v\f\u0085\u2028\u2029]/g, ' ');
  for (const { index, segment } of segmenter.segment(line)) {
    const from = paragraph.start + index;
    for (const end of [...hiddenEnds(segment), segment.length]) {
      const stop = from + end;
      if (stop < paragraph.end && isFalseEnd(text.slice(start, stop), text.slice(stop, stop + 40))) continue;
      yield { start, end: stop };
      start = stop;
    }
  }
}

/**
 * Ends that Unicode's rules do not see, for the next word begins with no capital: "… 5 mg. 20 patients …",
 * "… was low. mRNA …"; or follows without a space: "… disease.Methods: …".
 */
const HIDDEN_END =
  /(?<=[\p{L}\d)\]%][.?!]["'”’)\]]*)\s+(?=\d|\p{Ll}{1,3}(?:\p{Lu}|\d{2}))|(?<=\s[\p{Ll}-]{4,}[.?!])(?=\p{Lu}\p{Ll})/gu;

function hiddenEnds(segment: string): number[] {
  return [...segment.matchAll(HIDDEN_END)].map(({ index, 0: space }) => index + space.length);
}

/** The sentence without its white space, in pieces that are not too long; nothing for one without a word. */
function* piecesOf(text: string, sentence: TextSpan): Generator<TextSpan> {
  let rest = trimmed(text, sentence);
  while (rest.end - rest.start > LONGEST_SENTENCE) {
    const cut = cutPlace(text, rest.start);
    const piece = trimmed(text, { start: rest.start, end: cut });
    if (hasWord(text, piece)) yield piece;
    rest = trimmed(text, { start: cut, end: rest.end });
  }
  if (hasWord(text, rest)) yield rest;
}

/** At the last white space of the second half, else between two characters. */
function cutPlace(text: string, start: number): number {
  const half = start + LONGEST_SENTENCE / 2;
  const space = text.slice(half, start + LONGEST_SENTENCE).search(/\s\S*$/);
  if (space >= 0) return half + space;
  const end = start + LONGEST_SENTENCE;
  return /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
}

function trimmed(text: string, { start, end }: TextSpan): TextSpan {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return { start: from, end: Math.max(from, start + part.trimEnd().length) };
}

function hasWord(text: string, { start, end }: TextSpan): boolean {
  return /[\p{L}\p{N}]/u.test(text.slice(start, end));
}
