import { cutWhole } from '@/ingestion/source/snippet';

export interface TextLine {
  /** 1-based. */
  line: number;
  /** Offsets into the whole text, [start, end), line end included. */
  start: number;
  end: number;
  /** Without its line end; cut at the longest length that is kept. */
  text: string;
  /** The line was longer than is kept. */
  isTooLong: boolean;
  /** The line ended with the file, not with a line end. */
  isOpen: boolean;
}

/** Splits decoded text into lines at LF, CRLF and CR, in any mixture, holding at most one line of bounded length. */
export class LineSplitter {
  /** The line at hand as far as it has come, at most maxLength of it. */
  private parts: string[] = [];
  private partsLength = 0;
  /** A CR ended the last chunk: whether it is half of a CRLF shows in the next. */
  private hasCr = false;
  private start = 0;
  private line = 1;

  /** @param maxLength  Of a line, in UTF-16 code units. */
  constructor(private readonly maxLength: number) {}

  *push(chunk: string): Generator<TextLine> {
    if (chunk === '') return;
    const text = this.hasCr ? `\r${chunk}` : chunk;
    this.hasCr = false;
    let at = 0;
    let nextLf = -1;
    let nextCr = -1;
    for (;;) {
      if (nextLf < at) nextLf = indexOr(text.indexOf('\n', at));
      if (nextCr < at) nextCr = indexOr(text.indexOf('\r', at));
      const end = Math.min(nextLf, nextCr);
      if (end === Number.POSITIVE_INFINITY) break;
      if (end === nextCr && end + 1 === text.length) {
        this.hasCr = true;
        break;
      }
      const endLength = end === nextCr && nextLf === end + 1 ? 2 : 1;
      yield this.finish(text.slice(at, end), endLength);
      at = end + endLength;
    }
    this.keep(text.slice(at, this.hasCr ? -1 : undefined));
  }

  *end(): Generator<TextLine> {
    if (this.partsLength > 0 || this.hasCr) yield this.finish('', this.hasCr ? 1 : 0);
  }

  private keep(part: string): void {
    if (part !== '' && this.partsLength < this.maxLength) this.parts.push(part);
    this.partsLength += part.length;
  }

  private finish(tail: string, endLength: number): TextLine {
    const { line, start, maxLength } = this;
    let text = tail;
    let length = tail.length;
    if (this.partsLength > 0) {
      this.keep(tail);
      text = this.parts.join('');
      length = this.partsLength;
      this.parts = [];
      this.partsLength = 0;
    }
    const end = start + length + endLength;
    this.line += 1;
    this.start = end;
    const isTooLong = length > maxLength;
    return { line, start, end, text: isTooLong ? cutWhole(text, maxLength) : text, isTooLong, isOpen: endLength === 0 };
  }
}

function indexOr(index: number): number {
  return index < 0 ? Number.POSITIVE_INFINITY : index;
}
