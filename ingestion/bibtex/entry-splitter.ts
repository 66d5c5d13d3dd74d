import type { TextLine } from '@/ingestion/source/line-splitter';

/** A stretch of a BibTeX file: an '@type{ … }' as a whole, or a line between them. */
export interface BibtexBlock {
  /** Lower case ('article', 'string', 'comment'); '' for text outside. */
  type: string;
  line: number;
  start: number;
  end: number;
  /** As the file has it, line ends as LF; cut where it is too long. */
  raw: string;
  /** What stands between the outer braces. */
  body: string;
  state: 'whole' | 'unclosed' | 'truncated' | 'tooLong';
}

const HEAD = /@[ \t]*([A-Za-z][\w:+-]{0,60})[ \t]*([{(])/g;
// A search, not a loop over the characters: those of a slice are dear one by one.
const MARKS = /["{})]/g;
/** At the beginning of a line inside another entry, the beginning of the next: a brace is missing before it. */
const NEXT_ENTRY =
  /^[ \t]*@[ \t]*(?:(?:comment|preamble)[ \t]*[{(]|[A-Za-z][\w:+-]{0,60}[ \t]*[{(][ \t]*[^\s{}(),="#%]+[ \t]*(?:,|=|$))/i;

/**
 * Parts a BibTeX file into entries, line by line, so that one broken entry costs no other. Braces are counted as BibTeX
 * counts them, behind a backslash too.
 */
export class EntrySplitter {
  private block: OpenBlock | null = null;

  constructor(private readonly maxRecordLength: number) {}

  *add(line: TextLine): Generator<BibtexBlock> {
    if (this.block?.isCutBy(line.text)) yield* this.close('unclosed');
    let at = 0;
    while (at >= 0) {
      if (this.block === null) at = yield* this.readOutside(line, at);
      else at = yield* this.readInside(line, this.block, at);
    }
  }

  *end(): Generator<BibtexBlock> {
    yield* this.close('truncated');
  }

  /** @returns Where the inside of an entry begins, -1 when the line holds none. */
  private *readOutside(line: TextLine, from: number): Generator<BibtexBlock, number> {
    const head = findHead(line.text, from);
    const outside = line.text.slice(from, head?.index).replace(/^[\s,})]+$/, '');
    if (outside.trim() !== '') {
      const { line: number, start, end } = line;
      yield { type: '', line: number, start, end, raw: outside, body: '', state: 'whole' };
    }
    if (head === null) return -1;
    this.block = new OpenBlock(line, head, this.maxRecordLength);
    return head.index + head[0].length;
  }

  /** @returns Where the line goes on behind the entry, -1 when the entry goes on. */
  private *readInside(line: TextLine, block: OpenBlock, from: number): Generator<BibtexBlock, number> {
    const closing = block.add(line, from);
    if (closing < 0) return -1;
    yield* this.close('whole');
    return closing;
  }

  private *close(state: BibtexBlock['state']): Generator<BibtexBlock> {
    if (this.block !== null) yield this.block.toBlock(state);
    this.block = null;
  }
}

/** An '@' in the middle of a sentence ('write to a@b (home)') begins no entry. */
function findHead(text: string, from: number): RegExpExecArray | null {
  if (!text.includes('@', from)) return null;
  HEAD.lastIndex = from;
  for (let head = HEAD.exec(text); head !== null; head = HEAD.exec(text)) {
    let before = head.index - 1;
    while (before >= from && text.charCodeAt(before) <= 0x20) before -= 1;
    if (before < from || text[before] === '}' || text[before] === ')') return head;
  }
  return null;
}

/** An entry whose end has not come. */
class OpenBlock {
  private readonly type: string;
  private readonly closer: '}' | ')';
  private readonly line: number;
  private readonly start: number;
  private end: number;
  private readonly parts: string[];
  private length = 0;
  private depth = 0;
  private isInQuotes = false;
  /** A line was cut, so braces can no longer be counted. */
  private isLost = false;
  private readonly headLength: number;

  constructor(
    { line, start, end }: TextLine,
    head: RegExpExecArray,
    private readonly maxRecordLength: number,
  ) {
    this.type = (head[1] ?? '').toLowerCase();
    this.closer = head[2] === '(' ? ')' : '}';
    this.line = line;
    this.start = start + head.index;
    this.end = end;
    this.parts = [head[0]];
    this.headLength = head[0].length;
  }

  /** Comments may hold whole entries. */
  isCutBy(text: string): boolean {
    return this.type !== 'comment' && text.includes('@') && NEXT_ENTRY.test(text);
  }

  /** @returns Index behind the end of the entry, -1 when it has not come. */
  add({ text, start, end, isTooLong }: TextLine, from: number): number {
    if (isTooLong) this.isLost = true;
    const closing = this.isLost ? -1 : this.findEnd(text, from);
    const piece = text.slice(from, closing < 0 ? undefined : closing);
    this.length = this.isLost ? Number.POSITIVE_INFINITY : this.length + piece.length + 1;
    if (this.length <= this.maxRecordLength) this.parts.push(closing < 0 ? `${piece}\n` : piece);
    else if (this.parts.length === 1) this.parts.push(piece);
    this.end = closing < 0 ? end : start + closing;
    return closing;
  }

  toBlock(state: BibtexBlock['state']): BibtexBlock {
    const { type, line, start, end } = this;
    const raw = this.parts.join('');
    const body = raw.slice(this.headLength, state === 'whole' ? -1 : undefined);
    return { type, line, start, end, raw, body, state: this.length > this.maxRecordLength ? 'tooLong' : state };
  }

  private findEnd(text: string, from: number): number {
    MARKS.lastIndex = from;
    for (let found = MARKS.exec(text); found !== null; found = MARKS.exec(text)) {
      const [mark] = found;
      if (mark === '{') this.depth += 1;
      else if (mark === '"') this.isInQuotes = this.depth === 0 ? !this.isInQuotes : this.isInQuotes;
      else if (this.isEnd(mark)) return found.index + 1;
      else if (mark === '}') this.depth = Math.max(0, this.depth - 1);
    }
    return -1;
  }

  private isEnd(mark: string): boolean {
    if (this.depth > 0 || mark !== this.closer) return false;
    return this.closer === '}' || !this.isInQuotes;
  }
}
