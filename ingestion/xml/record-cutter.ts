import { cutWhole } from '@/ingestion/source/snippet';
import { REJECT_RAW_LENGTH } from '@/ingestion/types';
import { readDoctype } from '@/ingestion/xml/doctype';
import { LineCounter } from '@/ingestion/xml/line-counter';
import { type OPAQUE_ENDS, type RecordNames, RecordPatterns } from '@/ingestion/xml/record-patterns';

/** A stretch of the file: a record as it stands there, or what lies between records. */
export interface CutPiece {
  /**
   * whole: from start tag to end tag; tooLarge: the same, its raw text cut; interrupted: another record began before its
   * end tag; truncated: the file ended first; stray: an end tag without its start; between: text that belongs to none;
   * openComment: a comment between records that never ends.
   */
  kind: 'whole' | 'tooLarge' | 'interrupted' | 'truncated' | 'stray' | 'between' | 'openComment';
  /** Name of the record's element, '' between records. */
  name: string;
  line: number;
  start: number;
  end: number;
  /** Line that `end` stands on. */
  endLine: number;
  raw: string;
}

// Longer than any token that is looked for: one that begins before the last so many characters is complete.
const MARGIN = 256;

/**
 * Cuts a text into its records by their start and end tags, holding one record at a time. What is inside a record is
 * looked at only as far as it takes not to fall for a tag in a comment or a CDATA section; whether it is well formed is
 * for the parser to say. A damaged record ends where the next begins.
 */
export class RecordCutter {
  private readonly patterns: RecordPatterns;
  private readonly lines = new LineCounter();
  private tail = '';
  private offset = 0;
  /** Name of the record at hand; '' between records. */
  private name = '';
  private start = 0;
  private line = 1;
  private parts: string[] = [];
  private length = 0;
  /** End of the comment, CDATA section or instruction at hand. */
  private opaque: keyof typeof OPAQUE_ENDS | null = null;
  private opaqueLine = 0;
  private isInDoctype = false;
  /** Between records an end tag has been met. */
  private isStray = false;

  constructor(
    names: RecordNames,
    private readonly maxRecordLength: number,
  ) {
    this.patterns = new RecordPatterns(names);
  }

  push(text: string): Generator<CutPiece> {
    return this.scan(this.tail + text, MARGIN);
  }

  *end(): Generator<CutPiece> {
    yield* this.scan(this.tail, 0);
    const isInComment = this.opaque !== null && this.name === '';
    yield this.cut(this.name === '' ? this.kindBetween() : 'truncated');
    if (isInComment) yield { ...this.cut('openComment'), line: this.opaqueLine };
  }

  /** @param margin  Characters at the end in which no token is judged, for it may go on. */
  private *scan(buffer: string, margin: number): Generator<CutPiece> {
    const limit = buffer.length - margin;
    /** What is before has been taken. */
    let from = 0;
    let at = 0;
    for (;;) {
      if (this.isInDoctype) {
        const length = this.doctypeLength(buffer.slice(at), margin === 0);
        if (length === null) break;
        this.skip(buffer.slice(at, at + length));
        at += length;
        from = at;
        continue;
      }
      const pattern = this.patterns.for(this.name, this.opaque);
      pattern.lastIndex = at;
      const match = pattern.exec(buffer);
      if (match === null || match.index > limit) {
        at = Math.max(at, limit);
        this.take(buffer.slice(from, at));
        from = at;
        break;
      }
      if (this.turnsOpaque(match)) {
        at = match.index + match[0].length;
        continue;
      }
      this.take(buffer.slice(from, match.index));
      at = yield* this.readToken(match);
      from = at;
    }
    this.tail = from === 0 ? buffer : buffer.slice(from);
  }

  /** Inside a record, comments and their like are part of it: only where they begin and end matters. */
  private turnsOpaque({ groups }: RegExpExecArray): boolean {
    if (this.name === '' || groups?.end !== undefined) return false;
    const opened = (groups?.opaque ?? null) as keyof typeof OPAQUE_ENDS | null;
    if (opened === null && this.opaque === null) return false;
    this.opaque = opened;
    return true;
  }

  /** @returns Where reading goes on. */
  private *readToken(match: RegExpExecArray): Generator<CutPiece, number> {
    const [token] = match;
    const { opaque, doctype, end, start, empty } = match.groups ?? {};
    const at = match.index + token.length;
    if (this.opaque !== null && end === undefined) {
      this.take(token);
      this.opaque = null;
    } else if (opaque !== undefined) {
      this.opaqueLine = this.lines.line;
      this.opaque = opaque as keyof typeof OPAQUE_ENDS;
      this.take(token);
    } else if (doctype !== undefined) {
      this.isInDoctype = true;
      return match.index;
    } else if (end !== undefined) {
      yield* this.endRecord(end);
      // Inside something opaque the pattern looks on to the next record; only the end tag has been read.
      return match.index + end.length;
    } else if (start !== undefined) {
      yield this.cut(this.name === '' ? this.kindBetween() : 'interrupted');
      this.name = start;
      this.take(token);
      if (empty !== undefined) yield this.cut('whole');
    }
    return at;
  }

  private *endRecord(tag: string): Generator<CutPiece> {
    this.opaque = null;
    this.take(tag);
    if (this.name !== '') yield this.cut('whole');
    else if (this.patterns.isOuterEnd(tag)) yield this.cut('stray');
    // The end of the record around it may follow.
    else this.isStray = true;
  }

  private kindBetween(): CutPiece['kind'] {
    return this.isStray ? 'stray' : 'between';
  }

  private cut(kind: CutPiece['kind']): CutPiece {
    const { name, line, start, offset } = this;
    const isTooLarge = this.length > this.maxRecordLength && name !== '';
    const isWhole = kind === 'whole' && !isTooLarge;
    const kept = isWhole ? this.maxRecordLength : Math.min(this.maxRecordLength, REJECT_RAW_LENGTH);
    const raw = cutWhole(this.parts.join(''), kept);
    this.parts = [];
    this.length = 0;
    this.name = '';
    this.opaque = null;
    this.isStray = false;
    this.start = offset;
    this.line = this.lines.line;
    return { kind: isTooLarge ? 'tooLarge' : kind, name, line, start, end: offset, endLine: this.line, raw };
  }

  private take(part: string): void {
    if (part === '') return;
    const isComment = this.opaque !== null && this.name === '';
    if (!isComment && this.length <= this.maxRecordLength) this.parts.push(part);
    if (!isComment) this.length += part.length;
    this.skip(part);
  }

  private skip(part: string): void {
    this.offset += part.length;
    this.lines.advance(part);
  }

  private doctypeLength(text: string, isEnd: boolean): number | null {
    const end = readDoctype(text)?.end ?? null;
    if (end === null && !isEnd) return null;
    this.isInDoctype = false;
    // One that never ends is passed over, so that no record behind it is lost.
    return end ?? '<!DOCTYPE'.length;
  }
}
