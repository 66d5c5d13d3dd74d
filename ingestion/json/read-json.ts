import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { RoleAssigner } from '@/ingestion/document/role-assigner';
import { ListFrame } from '@/ingestion/json/list-frame';
import { listNotices, unlistedNotice } from '@/ingestion/json/list-notices';
import { nextRecordIn } from '@/ingestion/json/next-record';
import { type JsonSpan, readJsonRecord, rejectJson } from '@/ingestion/json/read-json-record';
import { findRecordLists } from '@/ingestion/json/record-list';
import { MAX_DEPTH } from '@/ingestion/json/tidy-json';
import type { ColumnMapping } from '@/ingestion/types';

const QUOTE = 34;
const COMMA = 44;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const COLON = 58;
const IN_TEXT = /["\\\n\r]/g;
// Each costs going through the rest once more.
const MAX_NESTED = 8;

/**
 * A JSON array of objects, read element by element without holding the array; or objects one after the other, each over
 * as many lines as it likes. Depth is counted, never recursed into.
 *
 * The objects may also hold their records in a list, as search services write them (record-list.ts). An object is held
 * until its end, or as far as a record may be long, before that is told; then it is gone through once more, its list
 * element by element, and what has not come yet is never held. The first object of a file tells it for all.
 *
 * An element that is not closed ends where the next begins, as far as that is certain: at an object where JSON allows none
 * (two objects side by side, one where a name must stand), and at one that begins a line inside a text, for a text cannot
 * hold a line end. On one line it ends where the rest reads as records again (next-record.ts). So a quote or brace that is missing costs its own element, and valid JSON is never parted.
 */
export class JsonParser implements RecordParser {
  /** The element at hand, at most maxRecordLength of it. */
  private parts: string[] = [];
  private length = 0;
  private hasContent = false;
  private startLine = 1;
  private startOffset = 0;
  private startDepth = 0;
  private deepest = 0;

  private depth = 0;
  /** Depth at which elements stand: 1 inside the outermost array, more inside the list of a frame, 0 outside. */
  private elementDepth = 0;
  /** The object around the list that is read; null where elements stand by themselves. */
  private frame: ListFrame | null = null;
  /** Whether objects hold their records in a list; null as long as there was none. */
  private isFramed: boolean | null = null;
  /** The element at hand has been asked for its list. */
  private isAsked = false;
  /** Where the element at hand begins, to go through it once more. */
  private mark: Place = { line: 1, wasCr: false, indent: 0, lineIndent: 0, isAtLineStart: false, lastCode: 0 };
  private hasBegun = false;
  private isInString = false;
  private isEscaped = false;
  private offset = 0;
  private line = 1;
  private wasCr = false;
  /** The last character outside texts that is no blank. */
  private lastCode = 0;
  /** Blanks at the beginning of the line at hand; null behind them. */
  private indent: number | null = 0;
  private lineIndent = 0;
  /** The character at hand is the first of its line that is no blank. */
  private isAtLineStart = false;
  /** The element at hand is an object. */
  private isObject = false;
  /** Indentation of the line on which the element at hand begins. */
  private startIndent = 0;

  /** Damaged elements at hand behind which others were found, one in the rest of the other. */
  private nested = 0;

  constructor(
    private readonly maxRecordLength: number,
    mapping?: ColumnMapping,
    private readonly roles = new RoleAssigner(mapping),
  ) {}

  /** The records of a text that holds several, though it should hold one. */
  static *readAll(
    { raw, line, start }: JsonSpan,
    isOpen: boolean,
    maxRecordLength: number,
    roles: RoleAssigner,
  ): Generator<ParsedItem> {
    const parser = new JsonParser(maxRecordLength, undefined, roles);
    parser.isFramed = false;
    parser.line = line;
    parser.offset = start;
    yield* parser.push(raw);
    yield* parser.finish(parser.offset, isOpen);
  }

  *push(text: string): Generator<ParsedItem> {
    let from = 0;
    for (let at = this.skipText(text, 0); at < text.length; at = this.skipText(text, at + 1)) {
      const code = text.charCodeAt(at);
      this.countIndent(code);
      while (code === OPEN_OBJECT && this.isNextElement()) {
        this.keep(text.slice(from, at));
        yield* this.part(this.offset + at, code);
        from = at;
      }
      if (this.isInString) this.readInString(code);
      else {
        const end = this.readOutside(code, at);
        if (end !== null) {
          this.keep(text.slice(from, Math.max(from, end)));
          yield* this.finish(this.offset + end, false);
          from = at + 1;
        } else if (!this.hasContent) from = at + 1;
      }
      if (!this.isInString && code > SPACE) this.lastCode = code;
      this.countLine(code);
    }
    this.keep(text.slice(from));
    this.offset += text.length;
    if (this.length > this.maxRecordLength) yield* this.enterFrame();
  }

  *end(): Generator<ParsedItem> {
    yield* this.finish(this.offset, true);
    if (this.elementDepth > 0 || this.frame !== null)
      yield { kind: 'notice', issue: issueOf('TRUNCATED_FILE', this.line, '') };
    yield* this.roles.missing();
  }

  /** @returns The first index from `at` on that can say anything: inside a text only few characters can. */
  private skipText(text: string, at: number): number {
    if (!this.isInString || this.isEscaped || this.indent !== null) return at;
    IN_TEXT.lastIndex = at;
    return IN_TEXT.exec(text)?.index ?? text.length;
  }

  /** A '{' that cannot belong to the element at hand. */
  private isNextElement(): boolean {
    if (!this.hasContent && !this.isInFrame) return false;
    if (this.isInString) return this.isAtLineStart && this.line > this.startLine && this.lineIndent <= this.startIndent;
    if (!this.hasContent) return false;
    if (this.depth === this.elementDepth) return true;
    return this.depth === this.elementDepth + 1 && this.isObject && this.lastCode !== COLON;
  }

  /** Beside the list of a frame, where nothing is an element. */
  private get isInFrame(): boolean {
    return this.frame !== null && this.elementDepth === 0;
  }

  /** Ends what is at hand before an object that cannot belong to it. */
  private *part(end: number, code: number): Generator<ParsedItem> {
    if (yield* this.finish(end, false)) {
      // What was at hand is now another element, of the list.
      this.countIndent(code);
      return;
    }
    if (this.isInFrame) {
      yield { kind: 'notice', issue: issueOf('TRUNCATED_FILE', this.line, '') };
      this.frame = null;
    }
    this.isInString = false;
    this.isEscaped = false;
    this.depth = this.elementDepth;
  }

  private countIndent(code: number): void {
    if (this.indent === null) this.isAtLineStart = false;
    else if (code === SPACE || code === TAB) this.indent += 1;
    else if (code !== LF && code !== CR) {
      this.isAtLineStart = true;
      this.lineIndent = this.indent;
      this.indent = null;
    }
  }

  private readInString(code: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (code === BACKSLASH) this.isEscaped = true;
    else if (code === QUOTE) this.isInString = false;
  }

  /** @returns Where the element at hand ends (exclusive), or null while it goes on. */
  private readOutside(code: number, at: number): number | null {
    if (this.isInFrame) return this.readFrame(code, at);
    const isAtElement = this.depth === this.elementDepth;
    if (code === OPEN_ARRAY && !this.hasBegun) {
      this.hasBegun = true;
      this.elementDepth = 1;
      this.depth = 1;
      return null;
    }
    if (code === COMMA && isAtElement) return at;
    if (code === CLOSE_ARRAY && isAtElement && this.elementDepth > 0) {
      this.depth = this.elementDepth - 1;
      this.elementDepth = 0;
      return at;
    }
    if ((code === LF || code === CR) && this.depth === 0) return this.hasContent ? at : null;
    if (code > SPACE && code !== 0xfeff) this.begin(at, code);
    return this.nest(code, at);
  }

  private nest(code: number, at: number): number | null {
    if (code === QUOTE) this.isInString = true;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      this.depth += 1;
      this.deepest = Math.max(this.deepest, this.depth - this.elementDepth);
    } else if ((code === CLOSE_OBJECT || code === CLOSE_ARRAY) && this.depth > this.elementDepth) {
      this.depth -= 1;
      if (this.depth === 0) return at + 1;
    }
    return null;
  }

  /** @returns Where the frame ends (exclusive), or null while it goes on. */
  private readFrame(code: number, at: number): number | null {
    const { frame } = this;
    if (code === QUOTE) this.isInString = true;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      this.depth += 1;
      if (frame?.open(code, this.offset + at, this.depth, this.lastCode)) this.elementDepth = this.depth;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      this.depth -= 1;
      frame?.close(this.depth);
      if (this.depth === 0) return at + 1;
    }
    return null;
  }

  private begin(at: number, code: number): void {
    this.hasBegun = true;
    if (this.hasContent) return;
    this.hasContent = true;
    this.startLine = this.line;
    this.startOffset = this.offset + at;
    this.startDepth = this.elementDepth;
    this.startIndent = this.lineIndent;
    this.isObject = code === OPEN_OBJECT;
    this.isAsked = false;
    const { line, wasCr, indent, lineIndent, isAtLineStart, lastCode } = this;
    if (this.elementDepth === 0) this.mark = { line, wasCr, indent, lineIndent, isAtLineStart, lastCode };
  }

  private countLine(code: number): void {
    if (code === CR || (code === LF && !this.wasCr)) this.line += 1;
    this.wasCr = code === CR;
    if (code === LF || code === CR) this.indent = 0;
  }

  private keep(part: string): void {
    if (!this.hasContent) return;
    if (this.length <= this.maxRecordLength) this.parts.push(part);
    this.length += part.length;
  }

  /** @returns True where the element turned out to be several and was gone through once more; another is at hand now. */
  private *finish(end: number, isEnd: boolean): Generator<ParsedItem, boolean> {
    if (!this.hasContent) {
      if (this.isInFrame && this.depth === 0) yield* this.leaveFrame();
      return false;
    }
    if (yield* this.enterFrame()) {
      if (isEnd) yield* this.finish(end, true);
      return true;
    }
    const whole = this.parts.join('');
    const raw = whole.trim();
    const span = { line: this.startLine, start: this.startOffset, end, raw };
    const isOpen = isEnd && (this.isInString || this.depth > this.elementDepth);
    const { length, deepest } = this;
    this.clear();
    if (length > this.maxRecordLength) yield rejectJson(span, 'RECORD_TOO_LARGE');
    else if (deepest > MAX_DEPTH) yield rejectJson(span, 'NESTED_TOO_DEEP');
    else return yield* this.read(span, whole, isEnd, isOpen);
    return false;
  }

  private *read(span: JsonSpan, whole: string, isEnd: boolean, isOpen: boolean): Generator<ParsedItem, boolean> {
    const item = readJsonRecord(span, isOpen, this.roles);
    const next = isUnreadable(item) && this.nested < MAX_NESTED ? nextRecordIn(span.raw) : null;
    if (next === null) {
      yield item;
      return false;
    }
    const head = { ...span, end: span.start + next, raw: span.raw.slice(0, next) };
    yield readJsonRecord(head, false, this.roles);
    // What a list was closed by is no part of the element: the list stays closed.
    const isClosed = this.startDepth !== this.elementDepth;
    const { elementDepth, depth } = this;
    this.nested += 1;
    yield* this.readAgain(whole.slice(next), head.end, placeBehind(head, this.startIndent), this.startDepth);
    this.nested -= 1;
    if (isEnd || isClosed) yield* this.finish(span.end, isEnd);
    if (isClosed) Object.assign(this, { elementDepth, depth, isInString: false, isEscaped: false });
    return true;
  }

  private clear(): void {
    this.parts = [];
    this.length = 0;
    this.deepest = 0;
    this.hasContent = false;
  }

  /** Goes through the object at hand once more where it holds its records in a list. */
  private *enterFrame(): Generator<ParsedItem, boolean> {
    if (!this.isObject || this.elementDepth > 0 || this.isAsked || this.isFramed === false) return false;
    this.isAsked = true;
    const raw = this.parts.join('');
    // What is looked at must not depend on how the file was cut into chunks.
    const lists = findRecordLists(raw.slice(0, this.maxRecordLength));
    const isFirst = this.isFramed === null;
    this.isFramed ??= lists.chosen !== null;
    yield* listNotices(lists, this.startLine, isFirst);
    if (lists.chosen === null) return false;
    const { startOffset } = this;
    this.frame = new ListFrame(startOffset, lists.chosen, lists.others);
    yield* this.readAgain(raw, startOffset, this.mark, 0);
    return true;
  }

  /** Goes through a text that lies directly before where the parser is. */
  private *readAgain(text: string, start: number, place: Place, elementDepth: number): Generator<ParsedItem> {
    const { offset } = this;
    this.clear();
    Object.assign(this, place, { elementDepth, depth: elementDepth, isInString: false, isEscaped: false });
    this.offset = start;
    yield* this.push(text);
    this.offset = offset;
  }

  private *leaveFrame(): Generator<ParsedItem> {
    if (this.frame !== null && this.frame.unlisted > 0) yield unlistedNotice(this.frame.unlisted, this.line);
    this.frame = null;
  }
}

/** No JSON: something is missing, and what follows may have been taken for a part of it. */
export function isUnreadable(item: ParsedItem): boolean {
  return item.kind === 'rejected' && (item.issue.code === 'INVALID_JSON' || item.issue.code === 'TRUNCATED_RECORD');
}

/** The state of the parser that says where in the file it is. */
interface Place {
  line: number;
  wasCr: boolean;
  indent: number | null;
  lineIndent: number;
  isAtLineStart: boolean;
  lastCode: number;
}

function placeBehind({ line, raw }: JsonSpan, lineIndent: number): Place {
  const lineCount = raw.match(/\r\n|\r|\n/g)?.length ?? 0;
  return { line: line + lineCount, wasCr: false, indent: null, lineIndent, isAtLineStart: false, lastCode: COMMA };
}
