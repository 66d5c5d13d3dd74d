/** Longer stretches are cut, so that the browser lays out only what is in view. */
const MAX_BLOCK = 4_000;

/**
 * A text as blocks to be laid out one by one: paragraphs at blank lines; longer ones cut at a line's end, else after
 * a sentence, else at a space, else anywhere between two characters. Nothing but the blank lines is lost.
 *
 * @param text  Any length, megabytes too; line ends of any system.
 */
export function textBlocks(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n\s*/)
    .flatMap(cutParagraph)
    .filter((block) => block.trim() !== '');
}

function cutParagraph(paragraph: string): string[] {
  const blocks: string[] = [];
  let start = 0;
  while (paragraph.length - start > MAX_BLOCK) {
    const end = cutPlace(paragraph, start);
    blocks.push(paragraph.slice(start, end).replace(/\n$/, ''));
    start = end;
  }
  blocks.push(paragraph.slice(start).replace(/^\n+|\n+$/g, ''));
  return blocks;
}

/** Somewhere in the second half of the longest block: the most natural place there is. */
function cutPlace(paragraph: string, start: number): number {
  const half = start + MAX_BLOCK / 2;
  const stretch = paragraph.slice(half, start + MAX_BLOCK);
  for (const mark of ['\n', '. ', '。', ' ']) {
    const found = stretch.lastIndexOf(mark);
    if (found >= 0) return half + found + mark.length;
  }
  const end = start + MAX_BLOCK;
  const isInsideCharacter = /[\uD800-\uDBFF]/.test(paragraph.charAt(end - 1));
  return isInsideCharacter ? end - 1 : end;
}
