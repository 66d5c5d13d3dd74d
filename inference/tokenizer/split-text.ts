/**
 * Cuts a text into pieces of about `pieceChars` UTF-16 units, only before a whitespace that follows a non-whitespace;
 * a text without such a place stays whole. The pieces joined are the text.
 */
export function splitAtWhitespace(text: string, pieceChars: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > pieceChars) {
    const cut = findCut(text, start + pieceChars);
    if (cut === -1) break;
    pieces.push(text.slice(start, cut));
    start = cut;
  }
  pieces.push(text.slice(start));
  return pieces;
}

const WORD_END = /\S(?=[ \n\t\r])/g;

function findCut(text: string, from: number): number {
  WORD_END.lastIndex = from;
  const match = WORD_END.exec(text);
  return match ? match.index + 1 : -1;
}
