/** Longer stretches are cut, so that the browser lays out only what is in view. */
const MAX_BLOCK = 4_000;

/** Half-open, in UTF-16 units of the text. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the blocks of a text lie that are laid out one by one: paragraphs at blank lines; longer ones cut at a line's
 * end, else after a sentence, else at a space, else anywhere between two characters. Nothing but blank lines and line
 * ends lies between them.
 *
 * @param text  Any length, megabytes too; line ends of any system.
 */
export function blockSpans(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(BLANK_LINE)) {
    spans.push(...cutParagraph(text, { start, end: index }));
    start = index + gap.length;
  }
  spans.push(...cutParagraph(text, { start, end: text.length }));
  return spans.filter((span) => text.slice(span.start, span.end).trim() !== '');
}

const BLANK_LINE = /(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?:\r\n|\r(?!\n)|\n)\s*/g;

/** A part of a text as a browser shows it: one kind of line end. */
export function shownText(text: string, { start, end }: TextSpan): string {
  return text.slice(start, end).replace(/\r\n?/g, '\n');
}

function cutParagraph(text: string, paragraph: TextSpan): TextSpan[] {
  const spans: TextSpan[] = [];
  let { start } = paragraph;
  while (paragraph.end - start > MAX_BLOCK) {
    const end = cutPlace(text, start);
    spans.push(withoutLineEnds(text, { start, end }));
    start = end;
  }
  spans.push(withoutLineEnds(text, { start, end: paragraph.end }));
  return spans;
}

/** Somewhere in the second half of the longest block: the most natural place there is. */
function cutPlace(text: string, start: number): number {
  const half = start + MAX_BLOCK / 2;
  const stretch = text.slice(half, start + MAX_BLOCK);
  for (const mark of ['\n', '. ', '。', ' ']) {
    const found = stretch.lastIndexOf(mark);
    if (found >= 0) return half + found + mark.length;
  }
  const end = start + MAX_BLOCK;
  const isInsideCharacter = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return isInsideCharacter ? end - 1 : end;
}

function withoutLineEnds(text: string, { start, end }: TextSpan): TextSpan {
  const block = text.slice(start, end);
  const from = start + (/^[\r\n]*/.exec(block)?.[0].length ?? 0);
  return { start: from, end: Math.max(from, end - (/[\r\n]*$/.exec(block)?.[0].length ?? 0)) };
}
